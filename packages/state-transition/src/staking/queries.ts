import {type Address, reservedAddresses} from "@oasis-node/primitives/address";
import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {ThresholdKind} from "../stake/index.ts";
import {nullWhenEmpty} from "../storedValue/index.ts";
import {stakingErrors} from "./errors.ts";
import type {StakingState, StoredDebondingDelegation} from "./state.ts";
import {Account} from "./types/account.ts";
import type {
  DebondingDelegation,
  DebondingDelegationInfo,
  Delegation,
  DelegationInfo,
} from "./types/delegation.ts";

/** What is asked of staking beyond plain values of the state (consensus-core §4.12). PERF: see each. */
export const stakingQueries = {
  /** Throws `invalidThreshold` for a kind without one. */
  threshold: (state: StakingState, kind: ThresholdKind): Quantity => {
    const threshold = state.parameters().thresholds?.get(kind);
    if (threshold === undefined) throw stakingErrors.invalidThreshold({details: {kind}});
    return threshold;
  },

  /** Addresses of all accounts, ascending; null without any, as on the wire. */
  addresses: (state: StakingState): Address[] | null => nullWhenEmpty(state.addresses()),

  /** An account; those of the protocol itself show what they hold as their general balance. */
  account: (state: StakingState, address: Address): Account => {
    const balance = protocolBalance(state, address);
    if (balance === null) return state.account(address);
    const account = Account.zero();
    account.general.balance = balance;
    return account;
  },

  /** How much the beneficiary may withdraw from the owner. */
  allowance: (state: StakingState, owner: Address, beneficiary: Address): Quantity =>
    stakingQueries.account(state, owner).general.allowances?.get(beneficiary) ?? 0n,

  /** Delegations of an account, by where they are. Reads all delegations. */
  delegationsFor: (state: StakingState, delegator: Address): BytesMap<Address, Delegation> =>
    new BytesMap(
      state
        .delegations()
        .filter((one) => equal(one.delegator, delegator))
        .map(({escrow, delegation}) => [escrow, delegation] as const),
    ),

  /** The same with the pools that the shares are of. */
  delegationInfosFor: (state: StakingState, delegator: Address): BytesMap<Address, DelegationInfo> =>
    mapValues(stakingQueries.delegationsFor(state, delegator), (delegation, escrow) => ({
      delegation,
      pool: state.account(escrow).escrow.active,
    })),

  /** Delegations to an account, by whose they are. */
  delegationsTo: (state: StakingState, escrow: Address): BytesMap<Address, Delegation> =>
    new BytesMap(
      state.delegations(escrow).map(({delegator, delegation}) => [delegator, delegation] as const),
    ),

  /** Debonding delegations of an account, by where they are, ascending by their ends. */
  debondingDelegationsFor: (
    state: StakingState,
    delegator: Address,
  ): BytesMap<Address, DebondingDelegation[]> =>
    grouped(state.debondingDelegations(delegator), ({escrow}) => escrow),

  /** The same with the pools that the shares are of. */
  debondingDelegationInfosFor: (
    state: StakingState,
    delegator: Address,
  ): BytesMap<Address, DebondingDelegationInfo[]> =>
    mapValues(stakingQueries.debondingDelegationsFor(state, delegator), (delegations, escrow) => {
      const pool = state.account(escrow).escrow.debonding;
      return delegations.map((delegation) => ({delegation, pool}));
    }),

  /** Debonding delegations to an account, by whose they are. Reads all debonding delegations. */
  debondingDelegationsTo: (state: StakingState, escrow: Address): BytesMap<Address, DebondingDelegation[]> =>
    grouped(
      state.debondingDelegations().filter((one) => equal(one.escrow, escrow)),
      ({delegator}) => delegator,
    ),
} as const;

/** Balance behind an address of the protocol itself; null for any other. */
function protocolBalance(state: StakingState, address: Address): Quantity | null {
  if (equal(address, reservedAddresses.commonPool)) return state.commonPool();
  if (equal(address, reservedAddresses.feeAccumulator)) return state.lastBlockFees();
  if (equal(address, reservedAddresses.governanceDeposits)) return state.governanceDeposits();
  return null;
}

function grouped(
  entries: readonly StoredDebondingDelegation[],
  keyOf: (entry: StoredDebondingDelegation) => Address,
): BytesMap<Address, DebondingDelegation[]> {
  const groups = new BytesMap<Address, DebondingDelegation[]>();
  for (const entry of entries) {
    const group = groups.get(keyOf(entry));
    if (group === undefined) groups.set(keyOf(entry), [entry.delegation]);
    else group.push(entry.delegation);
  }
  return groups;
}

function mapValues<V, W>(
  from: BytesMap<Address, V>,
  to: (value: V, key: Address) => W,
): BytesMap<Address, W> {
  return new BytesMap([...from].map(([key, value]) => [key, to(value, key)] as const));
}
