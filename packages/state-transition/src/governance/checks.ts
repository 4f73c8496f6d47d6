import {isReservedAddress} from "@oasis-node/primitives/address";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {type UpgradeDescriptor, validateUpgradeDescriptor} from "../upgrade/index.ts";
import {pendingFromProposals} from "./pendingFromProposals.ts";
import type {GovernanceGenesis, GovernanceParameters} from "./types/genesis.ts";
import {type Proposal, proposalStates, type VoteEntry} from "./types/proposal.ts";
import {epochDistance} from "./upgradeDistance.ts";
import {validateProposalContent} from "./validate.ts";

/** Governance that does not hold together; `code` is the part, the cause what is wrong with a content or descriptor. */
export class GovernanceCheckError extends TypedError<
  "parameters" | "proposals" | "votes" | "pendingUpgrades"
> {}

type Part = GovernanceCheckError["code"];

/** Checks governance in a genesis document (consensus-core §6.2). Throws `GovernanceCheckError`. */
export function checkGovernanceGenesis(
  genesis: GovernanceGenesis,
  {epoch, governanceDeposits}: {readonly epoch: Epoch; readonly governanceDeposits: Quantity},
): void {
  checkGovernanceParameters(genesis.parameters);
  const proposals = (genesis.proposals ?? []).map((proposal) => present("proposals", proposal));
  checkProposals(proposals, epoch, governanceDeposits);
  for (const {id} of proposals) {
    checkVotes(
      id,
      (genesis.voteEntries?.get(id) ?? []).map((entry) => present("votes", entry)),
    );
  }
  const descriptors = pendingFromProposals(proposals, epoch).map(({descriptor}) => descriptor);
  checkPendingUpgrades(descriptors, epoch, genesis.parameters);
}

/** Limits of the parameters. The least product of quorum and threshold is two thirds, in hundredths of a percent. */
export function checkGovernanceParameters(parameters: GovernanceParameters): void {
  const {quorum, threshold, votingPeriod, upgradeMinEpochDiff, upgradeCancelMinEpochDiff} = parameters;
  const check = checker("parameters", "parameters sanity check failed");
  check(quorum <= 100, "quorum should be less or equal to 100");
  check(threshold <= 100, "threshold should be less or equal to 100");
  check(quorum * threshold > 6666, "product of quorum and threshold should be at least 2/3");
  check(votingPeriod < upgradeMinEpochDiff, "voting_period should be less than upgrade_min_epoch_diff");
  check(
    votingPeriod < upgradeCancelMinEpochDiff,
    "voting_period should be less than upgrade_cancel_min_epoch_diff",
  );
}

/** Checks proposals one by one, and that the deposits of the active ones are what staking keeps for governance. */
export function checkProposals(proposals: readonly Proposal[], epoch: Epoch, deposits: Quantity): void {
  let active = 0n;
  for (const proposal of proposals) {
    checkProposal(proposal, epoch);
    if (proposal.state === proposalStates.active) active += proposal.deposit;
  }
  const check = checker("proposals", "proposals sanity check failed");
  check(
    active === deposits,
    `sum of active proposals deposits (${active}) doesn't match governance deposit (${deposits})`,
  );
}

export function checkVotes(proposalId: bigint, entries: readonly VoteEntry[]): void {
  const check = checker("votes", "votes sanity check failed");
  for (const {voter} of entries) check(!isReservedAddress(voter), `proposal ${proposalId}: invalid voter`);
}

/** Checks pending upgrades one by one, and that no two are too near to each other. */
export function checkPendingUpgrades(
  descriptors: readonly UpgradeDescriptor[],
  epoch: Epoch,
  {upgradeMinEpochDiff}: GovernanceParameters,
): void {
  const text = "pending upgrades sanity check failed";
  const check = checker("pendingUpgrades", text);
  for (const descriptor of descriptors) {
    const name = `pending upgrade ${descriptor.handler}`;
    checkValid("pendingUpgrades", `${text}: ${name}: descriptor validation failure`, () =>
      validateUpgradeDescriptor(descriptor),
    );
    check(descriptor.epoch >= epoch, `${name}: past upgrade epoch`);
  }
  const epochs = descriptors.map((descriptor) => descriptor.epoch).sort((a, b) => (a < b ? -1 : 1));
  epochs.forEach((current, index) => {
    const previous = epochs[index - 1];
    check(
      previous === undefined || epochDistance(previous, current) >= upgradeMinEpochDiff,
      `pending upgrades not UpgradeMinEpochDiff(${upgradeMinEpochDiff}) apart: ${previous}, ${current}`,
    );
  });
}

function checkProposal(proposal: Proposal, epoch: Epoch): void {
  const {id, createdAt, closesAt, submitter, content, state, results, invalidVotes} = proposal;
  const text = `proposals sanity check failed: proposal ${id}`;
  const check = checker("proposals", text);
  // The misspelling is the reference's.
  check(createdAt <= epoch, "with crated epoch in the future");
  check(!isReservedAddress(submitter), "invalid proposal submitter");
  checkValid("proposals", `${text}: basic validation failure`, () => validateProposalContent(content));
  if (state !== proposalStates.active) {
    check(closesAt <= epoch, "closed proposal with future closing epoch");
    return;
  }
  check(closesAt >= epoch, "active proposal with past closing epoch");
  check(results === null, "active proposal with results");
  check(invalidVotes === 0n, "active proposal with non-zero invalid votes");
  const isPast = content.upgrade !== null && content.upgrade.epoch < epoch;
  check(!isPast, "active proposal with past upgrade epoch");
}

function checker(part: Part, text: string): (holds: boolean, message: string) => void {
  return (holds, message) => {
    if (!holds) throw new GovernanceCheckError(part, `governance: ${text}: ${message}`);
  };
}

function checkValid(part: Part, text: string, validate: () => void): void {
  try {
    validate();
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    throw new GovernanceCheckError(part, `governance: ${text}: ${cause.message}`, {cause});
  }
}

/** The reference crashes on null entries. */
function present<T>(part: Part, value: T | null): T {
  if (value === null) throw new GovernanceCheckError(part, `governance: null entry in ${part}`);
  return value;
}
