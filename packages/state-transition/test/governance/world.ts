import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, asGas} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {protocolVersions} from "@oasis-node/primitives/version";
import {GovernanceParameters, GovernanceState, type ProposalContent} from "../../src/governance/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {Account, StakingState} from "../../src/staking/index.ts";
import type {UpgradeDescriptor} from "../../src/upgrade/index.ts";
import {emptyState, register} from "../appContext.ts";
import {key} from "../support.ts";

/** Entities with a validator each, by name, and what they have in escrow. */
export const entities = {
  big: {id: key(0xe1), node: key(0x11), consensus: key(0x21), escrow: 600n},
  middle: {id: key(0xe2), node: key(0x12), consensus: key(0x22), escrow: 300n},
  small: {id: key(0xe3), node: key(0x13), consensus: key(0x23), escrow: 100n},
} as const;

/** An entity whose node is no validator. */
export const outsider = {id: key(0xe4), node: key(0x14), consensus: key(0x24)} as const;

export const parameters = GovernanceParameters.make({
  gasCosts: new Map([
    ["submit_proposal", asGas(10n)],
    ["cast_vote", asGas(5n)],
  ]),
  minProposalDeposit: 100n,
  votingPeriod: asEpoch(2n),
  quorum: 75,
  threshold: 90,
  upgradeMinEpochDiff: asEpoch(5n),
  upgradeCancelMinEpochDiff: asEpoch(4n),
});

/** Governance with its parameters, three validators, and 1000 base units for everybody. */
export function world(): Tree {
  const tree = emptyState();
  new GovernanceState(tree).setParameters(parameters);
  const staking = new StakingState(tree);
  for (const {id, node, consensus} of [...Object.values(entities), outsider]) {
    register(tree, id, [{id: node, consensus: {id: consensus, addresses: null}}]);
  }
  for (const {id, escrow} of Object.values(entities)) setAccount(staking, id, 1000n, escrow);
  setAccount(staking, outsider.id, 1000n, 5000n);
  const powers = Object.values(entities).map(({consensus}): [PublicKey, bigint] => [consensus, 1n]);
  new SchedulerState(tree).setCurrentValidators(new BytesMap(powers));
  return tree;
}

export function descriptor(epoch: bigint, handler = "some-upgrade"): UpgradeDescriptor {
  return {v: 1, handler, target: protocolVersions, epoch: asEpoch(epoch)};
}

export function upgradeAt(epoch: bigint): ProposalContent {
  return {upgrade: descriptor(epoch), cancelUpgrade: null};
}

export function cancellationOf(proposalId: bigint): ProposalContent {
  return {upgrade: null, cancelUpgrade: {proposalId}};
}

export function balanceOf(tree: Tree, id: PublicKey): bigint {
  return new StakingState(tree).account(stakingAddress(id)).general.balance;
}

function setAccount(staking: StakingState, id: PublicKey, balance: bigint, escrow: bigint): void {
  const account = Account.zero();
  account.general.balance = balance;
  account.escrow.active = {balance: escrow, totalShares: escrow};
  staking.setAccount(stakingAddress(id), account);
}
