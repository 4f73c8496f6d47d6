import {isReservedAddress} from "@oasis-node/primitives/address";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {attempt} from "../attempt/index.ts";
import {type UpgradeDescriptor, validateUpgradeDescriptor} from "../upgrade/index.ts";
import {pendingFromProposals} from "./pendingFromProposals.ts";
import type {GovernanceGenesis, GovernanceParameters} from "./types/genesis.ts";
import {type Proposal, proposalStates} from "./types/proposal.ts";
import {validateProposalContent} from "./validate.ts";

const parametersFailed = "governance: parameters sanity check failed";
const proposalsFailed = "governance: proposals sanity check failed";
const votesFailed = "governance: votes sanity check failed";
const upgradesFailed = "governance: pending upgrades sanity check failed";

/** Quorum times threshold must exceed two thirds of 100 percent times 100 percent. */
const minQuorumTimesThreshold = 6666;

export interface GovernanceGenesisChecks {
  /** Epoch at which the document starts. */
  readonly baseEpoch: Epoch;
  /** What the staking part holds for active proposals, in base units. */
  readonly governanceDeposits: Quantity;
}

/** What is wrong with the governance part of a genesis document (consensus-core §6.2), in the reference's order. */
export function* checkGovernanceGenesis(
  {parameters, ...genesis}: GovernanceGenesis,
  {baseEpoch, governanceDeposits}: GovernanceGenesisChecks,
): Generator<string> {
  yield* checkParameters(parameters);
  const proposals: Proposal[] = [];
  for (const proposal of genesis.proposals ?? []) {
    // The reference crashes (consensus-core §14).
    if (proposal === null) yield `${proposalsFailed}: proposal is null`;
    else {
      proposals.push(proposal);
      yield* checkProposal(proposal, baseEpoch);
    }
  }
  yield* checkDeposits(proposals, governanceDeposits);
  yield* checkVotes(proposals, genesis.voteEntries);
  const pending = pendingFromProposals(proposals, baseEpoch).map(({descriptor}) => descriptor);
  yield* checkUpgrades(pending, parameters);
}

function* checkParameters(parameters: GovernanceParameters): Generator<string> {
  const {quorum, threshold, votingPeriod, upgradeMinEpochDiff, upgradeCancelMinEpochDiff} = parameters;
  if (quorum > 100) yield `${parametersFailed}: quorum should be less or equal to 100`;
  if (threshold > 100) yield `${parametersFailed}: threshold should be less or equal to 100`;
  if (quorum * threshold <= minQuorumTimesThreshold)
    yield `${parametersFailed}: product of quorum and threshold should be at least 2/3`;
  if (votingPeriod >= upgradeMinEpochDiff)
    yield `${parametersFailed}: voting_period should be less than upgrade_min_epoch_diff`;
  if (votingPeriod >= upgradeCancelMinEpochDiff)
    yield `${parametersFailed}: voting_period should be less than upgrade_cancel_min_epoch_diff`;
}

function* checkProposal(proposal: Proposal, epoch: Epoch): Generator<string> {
  const failed = `${proposalsFailed}: proposal ${proposal.id}`;
  // "crated" is how the reference spells it.
  if (proposal.createdAt > epoch) yield `${failed}: with crated epoch in the future`;
  if (isReservedAddress(proposal.submitter)) yield `${failed}: invalid proposal submitter`;
  const content = attempt(() => validateProposalContent(proposal.content));
  if (!content.ok) yield `${failed}: basic validation failure: ${content.problem}`;
  if (proposal.state === proposalStates.active) yield* checkActive(proposal, epoch, failed);
  else if (proposal.closesAt > epoch) yield `${failed}: closed proposal with future closing epoch`;
}

function* checkActive(
  {closesAt, results, invalidVotes, content}: Proposal,
  epoch: Epoch,
  failed: string,
): Generator<string> {
  if (closesAt < epoch) yield `${failed}: active proposal with past closing epoch`;
  if (results !== null) yield `${failed}: active proposal with results`;
  if (invalidVotes !== 0n) yield `${failed}: active proposal with non-zero invalid votes`;
  if (content.upgrade !== null && content.upgrade.epoch < epoch)
    yield `${failed}: active proposal with past upgrade epoch`;
}

function* checkDeposits(proposals: readonly Proposal[], governanceDeposits: Quantity): Generator<string> {
  const active = proposals.filter(({state}) => state === proposalStates.active);
  const sum = active.reduce((total, {deposit}) => total + deposit, 0n);
  if (sum !== governanceDeposits)
    yield `${proposalsFailed}: sum of active proposals deposits (${sum}) doesn't match governance deposit (${governanceDeposits})`;
}

function* checkVotes(
  proposals: readonly Proposal[],
  voteEntries: GovernanceGenesis["voteEntries"],
): Generator<string> {
  for (const {id} of proposals) {
    for (const entry of voteEntries?.get(id) ?? []) {
      // The reference crashes (consensus-core §14).
      if (entry === null) yield `${votesFailed}: proposal ${id}: vote is null`;
      else if (isReservedAddress(entry.voter)) yield `${votesFailed}: proposal ${id}: invalid voter`;
    }
  }
}

function* checkUpgrades(
  upgrades: readonly UpgradeDescriptor[],
  {upgradeMinEpochDiff}: GovernanceParameters,
): Generator<string> {
  for (const upgrade of upgrades) {
    const descriptor = attempt(() => validateUpgradeDescriptor(upgrade));
    if (!descriptor.ok)
      yield `${upgradesFailed}: pending upgrade ${upgrade.handler}: descriptor validation failure: ${descriptor.problem}`;
  }
  const epochs = upgrades.map((upgrade) => upgrade.epoch).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  for (const [index, next] of epochs.slice(1).entries()) {
    const previous = epochs[index] ?? next;
    if (next - previous < upgradeMinEpochDiff)
      yield `${upgradesFailed}: pending upgrades not UpgradeMinEpochDiff(${upgradeMinEpochDiff}) apart: ${previous}, ${next}`;
  }
}
