import type {Context} from "../context/index.ts";
import {confiscateDeposit, returnDeposit} from "./deposits.ts";
import {emitGovernanceEvent, governanceEventKinds} from "./events.ts";
import {executeProposal} from "./execute.ts";
import {requireStarted} from "./localUpgrades.ts";
import {GovernanceState} from "./state.ts";
import {outcome, tally, type VotingStake, votingStake} from "./tally.ts";
import {type Proposal, proposalStates} from "./types/proposal.ts";

/**
 * At the beginning of an epoch the upgrades that are due must have been applied, and are due no more (consensus-core §6.6).
 * Throws `HaltError` `upgrade` when this node has not started the first of them.
 */
export function beginGovernanceBlock(ctx: Context): void {
  const {changed, epoch} = ctx.chain.epochChanged();
  if (!changed) return;
  const state = new GovernanceState(ctx.tree);
  const due = state.pendingUpgrades().find(({descriptor}) => descriptor.epoch === epoch);
  if (due === undefined) return;
  requireStarted(ctx, due.descriptor);
  state.removePendingUpgradesAt(epoch);
}

/** At the end of the first block of an epoch the proposals that close at exactly this epoch are decided (consensus-core §6.5). */
export function endGovernanceBlock(ctx: Context): void {
  const {changed, epoch} = ctx.chain.epochChanged();
  if (!changed) return;
  const state = new GovernanceState(ctx.tree);
  const closing = state.activeProposals().filter(({closesAt}) => closesAt === epoch);
  if (closing.length === 0) return;
  const stake = votingStake(ctx.tree);
  for (const proposal of closing) close(ctx, state, stake, proposal);
}

function close(ctx: Context, state: GovernanceState, stake: VotingStake, proposal: Proposal): void {
  const {id, submitter, deposit} = proposal;
  const counted = tally(state.votes(id), stake);
  let fate = outcome(counted, stake, state.parameters());
  if (fate === proposalStates.passed) {
    if (executeProposal(ctx, state, proposal)) {
      emitGovernanceEvent(ctx, governanceEventKinds.proposalExecuted, {id});
    } else {
      fate = proposalStates.failed;
    }
  }
  const invalidVotes = BigInt.asUintN(64, proposal.invalidVotes + counted.invalidVotes);
  state.setProposal({...proposal, state: fate, results: counted.results, invalidVotes});
  state.removeActiveProposal(proposal);
  emitGovernanceEvent(ctx, governanceEventKinds.proposalFinalized, {id, state: fate});
  if (fate === proposalStates.rejected) confiscateDeposit(ctx, deposit);
  else returnDeposit(ctx, submitter, deposit);
}
