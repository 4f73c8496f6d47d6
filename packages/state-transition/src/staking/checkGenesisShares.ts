import {type Address, addressToText, isReservedAddress} from "@oasis-node/primitives/address";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {SharePool} from "./types/account.ts";
import type {StakingGenesis} from "./types/genesis.ts";

const failed = "staking: sanity check failed";

/** One of the two pools of an account, with the delegations to it by delegator. */
interface Pool {
  /** How messages call the delegations of this pool. */
  readonly delegation: "delegation" | "debonding delegation";
  readonly name: "active" | "debonding";
  readonly totals: SharePool;
  /** Shares of every delegator; null stands for a delegation that the reference crashes on (consensus-core §14). */
  readonly shares: ReadonlyMap<Address, readonly (Quantity | null)[]>;
}

/** What is wrong with the delegations of a genesis document, seen from them (consensus-core §2.7). */
export function* checkGenesisDelegations(genesis: StakingGenesis): Generator<string> {
  for (const address of genesis.delegations?.keys() ?? []) {
    const pool = activePool(genesis, address);
    if (pool === null) yield missingAccount("delegation", address);
    else yield* checkDelegations(address, pool);
  }
  for (const address of genesis.debondingDelegations?.keys() ?? []) {
    const pool = debondingPool(genesis, address);
    if (pool === null) yield missingAccount("debonding delegation", address);
    else yield* checkDelegations(address, pool);
  }
}

/** The same seen from the accounts, also those without delegations. */
export function* checkGenesisShares(genesis: StakingGenesis): Generator<string> {
  for (const address of genesis.ledger?.keys() ?? []) {
    for (const pool of [activePool(genesis, address), debondingPool(genesis, address)]) {
      if (pool === null) continue;
      const {delegation, name, totals} = pool;
      const sum = sumOf(pool);
      if (sum !== totals.totalShares)
        yield `${failed}: ${delegation}s (${sum}) for account ${addressToText(address)} don't match account's total ${name} shares in escrow (${totals.totalShares})`;
      yield* checkBalance(address, pool);
    }
  }
}

function* checkDelegations(address: Address, pool: Pool): Generator<string> {
  const {delegation, name, totals, shares} = pool;
  const text = addressToText(address);
  if (isReservedAddress(address)) yield `${failed}: ${delegation} to ${text}: address is invalid`;
  for (const [delegator, held] of shares) {
    const from = `${failed}: ${delegation} from ${addressToText(delegator)} to ${text}`;
    if (isReservedAddress(delegator)) yield `${from}: delegator address is invalid`;
    if (held.includes(null)) yield `${from}: delegation is null`;
  }
  const sum = sumOf(pool);
  if (sum !== totals.totalShares)
    yield `${failed}: all shares of all ${delegation}s (${sum}) for account ${text} don't add up to account's total ${name} shares in escrow (${totals.totalShares})`;
  yield* checkBalance(address, pool);
}

function* checkBalance(address: Address, {delegation, name, totals, shares}: Pool): Generator<string> {
  const hasDelegations = [...shares.values()].some((held) => held.length > 0);
  if (!hasDelegations && totals.balance > 0n)
    yield `${failed}: account ${addressToText(address)} has no ${delegation}s, but non-zero ${name} escrow balance`;
}

function sumOf({shares}: Pool): Quantity {
  let sum = 0n;
  for (const held of shares.values()) for (const one of held) sum += one ?? 0n;
  return sum;
}

function missingAccount(delegation: Pool["delegation"], address: Address): string {
  return `${failed}: ${delegation} specified for a nonexisting account: ${addressToText(address)}`;
}

/** Null without an account. */
function activePool({ledger, delegations}: StakingGenesis, address: Address): Pool | null {
  const account = ledger?.get(address) ?? null;
  if (account === null) return null;
  const entries = [...(delegations?.get(address) ?? [])];
  const shares = new Map(entries.map(([delegator, one]) => [delegator, [one?.shares ?? null]]));
  return {delegation: "delegation", name: "active", totals: account.escrow.active, shares};
}

function debondingPool({ledger, debondingDelegations}: StakingGenesis, address: Address): Pool | null {
  const account = ledger?.get(address) ?? null;
  if (account === null) return null;
  const entries = [...(debondingDelegations?.get(address) ?? [])];
  const shares = new Map(
    entries.map(([delegator, list]) => [delegator, (list ?? []).map((one) => one?.shares ?? null)]),
  );
  return {delegation: "debonding delegation", name: "debonding", totals: account.escrow.debonding, shares};
}
