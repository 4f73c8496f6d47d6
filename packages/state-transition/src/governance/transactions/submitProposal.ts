import type {Address} from "@oasis-node/primitives/address";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Context} from "../../context/index.ts";
import {stakingErrors} from "../../staking/index.ts";
import {StakingState} from "../../staking/state.ts";
import {takeDeposit} from "../deposits.ts";
import {governanceErrors} from "../errors.ts";
import {emitGovernanceEvent, governanceEventKinds} from "../events.ts";
import {GovernanceState} from "../state.ts";
import {type GovernanceParameters, governanceGasOps} from "../types/genesis.ts";
import {
  type CancelUpgradeProposal,
  Proposal,
  type ProposalContent,
  proposalStates,
} from "../types/proposal.ts";
import {addEpochs, pendingUpgradeNear} from "../upgradeDistance.ts";
import {validateProposalContent} from "../validate.ts";
import {submitterOf} from "./submitter.ts";

/** `governance.SubmitProposal` (consensus-core §6.3): opens a vote on an upgrade or the cancellation of one. */
export function submitProposal(ctx: Context, content: ProposalContent): void {
  checkContent(content);
  if (ctx.isCheckOnly) return;
  const state = new GovernanceState(ctx.tree);
  const parameters = state.parameters();
  ctx.useGas(1n, governanceGasOps.submitProposal, parameters.gasCosts);

  const {address} = submitterOf(ctx);
  const {minProposalDeposit: deposit} = parameters;
  const {balance} = new StakingState(ctx.tree).account(address).general;
  if (balance < deposit) throw stakingErrors.insufficientBalance({details: {balance, deposit}});

  const epoch = ctx.transactionEpoch();
  const {upgrade, cancelUpgrade} = content;
  if (upgrade !== null) checkUpgrade(state, parameters, upgrade.epoch, epoch);
  else if (cancelUpgrade !== null) checkCancellation(state, parameters, cancelUpgrade, epoch);

  takeDeposit(ctx, address, deposit);
  open(ctx, state, {submitter: address, deposit, content, epoch, votingPeriod: parameters.votingPeriod});
}

function checkContent(content: ProposalContent): void {
  try {
    validateProposalContent(content);
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    throw governanceErrors.invalidArgument({cause});
  }
}

function checkUpgrade(
  state: GovernanceState,
  parameters: GovernanceParameters,
  upgradeEpoch: Epoch,
  epoch: Epoch,
): void {
  if (upgradeEpoch < addEpochs(parameters.upgradeMinEpochDiff, epoch)) {
    throw governanceErrors.upgradeTooSoon({details: {upgradeEpoch, epoch}});
  }
  const near = pendingUpgradeNear(state, parameters, upgradeEpoch);
  if (near !== null) throw governanceErrors.upgradeAlreadyPending({details: {upgradeEpoch, pending: near}});
}

function checkCancellation(
  state: GovernanceState,
  parameters: GovernanceParameters,
  {proposalId}: CancelUpgradeProposal,
  epoch: Epoch,
): void {
  const proposal = state.proposal(proposalId);
  if (proposal === null) throw governanceErrors.noSuchProposal({details: {proposalId}});
  const {upgrade} = proposal.content;
  if (upgrade === null || !state.isPendingUpgrade(proposal)) {
    throw governanceErrors.noSuchUpgrade({details: {proposalId}});
  }
  if (upgrade.epoch < addEpochs(parameters.upgradeCancelMinEpochDiff, epoch)) {
    throw governanceErrors.upgradeTooSoon({details: {upgradeEpoch: upgrade.epoch, epoch}});
  }
}

interface Opening {
  readonly submitter: Address;
  readonly deposit: bigint;
  readonly content: ProposalContent;
  readonly epoch: Epoch;
  readonly votingPeriod: Epoch;
}

function open(
  ctx: Context,
  state: GovernanceState,
  {submitter, deposit, content, epoch, votingPeriod}: Opening,
): void {
  const id = state.nextProposalId();
  state.setNextProposalId(BigInt.asUintN(64, id + 1n));
  const proposal = Proposal.make({
    id,
    submitter,
    state: proposalStates.active,
    deposit,
    content,
    createdAt: epoch,
    closesAt: addEpochs(epoch, votingPeriod),
  });
  state.setActiveProposal(proposal);
  emitGovernanceEvent(ctx, governanceEventKinds.proposalSubmitted, {id, submitter});
}
