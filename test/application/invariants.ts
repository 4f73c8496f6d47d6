import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import type {Address} from "@oasis-node/primitives/address";
import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {GovernanceState, proposalStates} from "@oasis-node/state-transition/governance";
import {StakingState} from "@oasis-node/state-transition/staking";

const lastEpoch = asEpoch(2n ** 64n - 1n);

/** What does not hold of the books, told without the code of the sanity checks. */
export function brokenInvariants(tree: KeyValueTree): string[] {
  const staking = new StakingState(tree);
  return [
    ...brokenSupply(staking),
    ...brokenShares(staking),
    ...brokenQueue(staking),
    ...brokenProposals(new GovernanceState(tree), staking),
  ];
}

function* brokenSupply(state: StakingState): Generator<string> {
  let sum = state.commonPool() + state.lastBlockFees() + state.governanceDeposits();
  for (const address of state.addresses()) {
    const {general, escrow} = state.account(address);
    sum += general.balance + escrow.active.balance + escrow.debonding.balance;
  }
  if (sum !== state.totalSupply()) yield `supply ${state.totalSupply()}, parts ${sum}`;
}

function* brokenShares(state: StakingState): Generator<string> {
  const active = new BytesMap<Address, bigint>();
  const debonding = new BytesMap<Address, bigint>();
  for (const {escrow, delegation} of state.delegations()) {
    active.set(escrow, (active.get(escrow) ?? 0n) + delegation.shares);
  }
  for (const {escrow, delegation} of state.debondingDelegations()) {
    debonding.set(escrow, (debonding.get(escrow) ?? 0n) + delegation.shares);
  }
  for (const address of state.addresses()) {
    const {escrow} = state.account(address);
    if (escrow.active.totalShares !== (active.get(address) ?? 0n)) yield "active shares";
    if (escrow.debonding.totalShares !== (debonding.get(address) ?? 0n)) yield "debonding shares";
  }
}

/** Entries of no shares belong there: what is reclaimed from a slashed pool can round down to nothing (consensus-core §4.4). */
function* brokenQueue(state: StakingState): Generator<string> {
  const queue = state.expiredDebondingDelegations(lastEpoch);
  if (queue.length !== state.debondingDelegations().length) yield "debonding queue: length";
  for (const [i, {end, delegator, escrow}] of queue.entries()) {
    const before = queue[i - 1];
    if (before === undefined || before.end < end) continue;
    const order = compare(before.delegator, delegator) || compare(before.escrow, escrow);
    if (before.end > end || order >= 0) yield "debonding queue: order";
  }
}

function* brokenProposals(state: GovernanceState, staking: StakingState): Generator<string> {
  const active = state.activeProposals();
  const wanted = state.proposals().filter((one) => one.state === proposalStates.active);
  if (active.length !== wanted.length) yield "active proposals: number";
  if (active.some(({closesAt}, i) => closesAt < (active[i - 1]?.closesAt ?? 0n)))
    yield "active proposals: order";
  const deposits = wanted.reduce((sum, {deposit}) => sum + deposit, 0n);
  if (deposits !== staking.governanceDeposits())
    yield `deposits ${staking.governanceDeposits()}, of proposals ${deposits}`;
}
