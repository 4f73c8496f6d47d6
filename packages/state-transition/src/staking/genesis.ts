import {type Address, addressToText, isReservedAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {Context} from "../context/index.ts";
import {checkStakingParameters} from "./checkGenesis.ts";
import {StakingError} from "./stakingError.ts";
import {StakingState} from "./state.ts";
import {type Account, EscrowAccount} from "./types/account.ts";
import type {DebondingDelegation, Delegation} from "./types/delegation.ts";
import type {StakingGenesis} from "./types/genesis.ts";

/**
 * Writes the state that staking begins with (consensus-core §8.1). Fees of the last block go to the common pool: nobody could
 * be found to have voted on it. Throws `StakingError` `sanity`.
 */
export function initStaking(context: Context, genesis: StakingGenesis): void {
  const [problem] = checkStakingParameters(genesis.parameters);
  if (problem !== undefined) throw inconsistent(problem);
  const state = new StakingState(context.tree);
  state.setParameters(genesis.parameters);
  state.setGovernanceDeposits(genesis.governanceDeposits);
  const commonPool = genesis.commonPool + genesis.lastBlockFees;
  const total = commonPool + genesis.governanceDeposits + initLedger(state, genesis);
  if (total !== genesis.totalSupply)
    throw inconsistent(`total supply mismatch (expected: ${genesis.totalSupply} actual: ${total})`);
  state.setCommonPool(commonPool);
  state.setTotalSupply(total);
  initDelegations(state, genesis);
  initDebondingDelegations(state, genesis);
}

/** What belongs to the running genesis document rather than to the state. */
export type Token = Pick<StakingGenesis, "tokenSymbol" | "tokenValueExponent">;

/** The state as a genesis section, without claims: genesis makes them from what is registered (consensus-core §8.2). */
export function exportStaking(state: StakingState, {tokenSymbol, tokenValueExponent}: Token): StakingGenesis {
  const ledger = new BytesMap<Address, Account | null>();
  for (const address of state.addresses()) {
    const account = state.account(address);
    account.escrow.stakeAccumulator = EscrowAccount.zero().stakeAccumulator;
    ledger.set(address, account);
  }
  return {
    parameters: state.parameters(),
    tokenSymbol,
    tokenValueExponent,
    totalSupply: state.totalSupply(),
    commonPool: state.commonPool(),
    lastBlockFees: state.lastBlockFees(),
    governanceDeposits: state.governanceDeposits(),
    ledger,
    delegations: exportDelegations(state),
    debondingDelegations: exportDebondingDelegations(state),
  };
}

/** Writes the accounts; returns the sum of their balances. */
function initLedger(state: StakingState, {ledger}: StakingGenesis): Quantity {
  let total = 0n;
  for (const [address, account] of ledger ?? []) {
    const text = addressToText(address);
    if (account === null) throw inconsistent(`genesis ledger account ${text} is nil`);
    if (isReservedAddress(address)) throw inconsistent(`genesis ledger account ${text}: address is invalid`);
    const {general, escrow} = account;
    if ((escrow.stakeAccumulator.claims?.size ?? 0) > 0)
      throw inconsistent(`non-empty stake accumulator in genesis for account ${text}`);
    total += general.balance + escrow.active.balance + escrow.debonding.balance;
    state.setAccount(address, account);
  }
  return total;
}

function initDelegations(state: StakingState, {delegations}: StakingGenesis): void {
  for (const [escrow, delegators] of delegations ?? []) {
    let total = 0n;
    for (const [delegator, delegation] of delegators ?? []) {
      const present = requireDelegation("delegation", delegator, escrow, delegation);
      total += present.shares;
      state.setDelegation(delegator, escrow, present);
    }
    requireShares("active", escrow, state.account(escrow).escrow.active.totalShares, total);
  }
}

function initDebondingDelegations(state: StakingState, {debondingDelegations}: StakingGenesis): void {
  for (const [escrow, delegators] of debondingDelegations ?? []) {
    let total = 0n;
    for (const [delegator, delegations] of delegators ?? []) {
      for (const delegation of delegations ?? []) {
        const present = requireDelegation("debonding delegation", delegator, escrow, delegation);
        total += present.shares;
        state.addDebondingDelegation(delegator, escrow, present);
      }
    }
    requireShares("debonding", escrow, state.account(escrow).escrow.debonding.totalShares, total);
  }
}

function requireDelegation<T>(kind: string, delegator: Address, escrow: Address, delegation: T | null): T {
  const from = `genesis ${kind} from ${addressToText(delegator)} to ${addressToText(escrow)}`;
  if (isReservedAddress(delegator) || isReservedAddress(escrow))
    throw inconsistent(`${from}: address is invalid`);
  if (delegation === null) throw inconsistent(`${from} is nil`);
  return delegation;
}

function requireShares(pool: string, escrow: Address, expected: Quantity, actual: Quantity): void {
  if (actual === expected) return;
  const account = addressToText(escrow);
  throw inconsistent(
    `total ${pool} shares mismatch for account ${account}: actual: ${actual} (expected: ${expected})`,
  );
}

function exportDelegations(state: StakingState): StakingGenesis["delegations"] {
  const byEscrow = new BytesMap<Address, BytesMap<Address, Delegation | null>>();
  for (const {escrow, delegator, delegation} of state.delegations())
    within(byEscrow, escrow).set(delegator, delegation);
  return byEscrow;
}

function exportDebondingDelegations(state: StakingState): StakingGenesis["debondingDelegations"] {
  const byEscrow = new BytesMap<Address, BytesMap<Address, (DebondingDelegation | null)[]>>();
  for (const {escrow, delegator, delegation} of state.debondingDelegations()) {
    const delegators = within(byEscrow, escrow);
    delegators.set(delegator, [...(delegators.get(delegator) ?? []), delegation]);
  }
  return byEscrow;
}

/** The inner map of a key, made where there is none. */
function within<V>(outer: BytesMap<Address, BytesMap<Address, V>>, key: Address): BytesMap<Address, V> {
  const inner = outer.get(key) ?? new BytesMap<Address, V>();
  outer.set(key, inner);
  return inner;
}

function inconsistent(problem: string): StakingError {
  return new StakingError("sanity", `tendermint/staking: ${problem}`);
}
