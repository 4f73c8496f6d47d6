import type {Context} from "../context/index.ts";
import type {UpgradeDescriptor} from "../upgrade/index.ts";
import {cancelLocally, submitLocally} from "./localUpgrades.ts";
import type {GovernanceState} from "./state.ts";
import type {CancelUpgradeProposal, Proposal} from "./types/proposal.ts";
import {pendingUpgradeNear} from "./upgradeDistance.ts";

/** Does what a passed proposal asks for (consensus-core §6.5). False when it cannot be done; then nothing has changed. */
export function executeProposal(
  ctx: Context,
  state: GovernanceState,
  {id, content: {upgrade, cancelUpgrade}}: Proposal,
): boolean {
  if (upgrade !== null) return scheduleUpgrade(ctx, state, id, upgrade);
  return cancelUpgrade !== null && cancelPending(ctx, state, cancelUpgrade);
}

function scheduleUpgrade(
  ctx: Context,
  state: GovernanceState,
  proposalId: bigint,
  descriptor: UpgradeDescriptor,
): boolean {
  if (pendingUpgradeNear(state, state.parameters(), descriptor.epoch) !== null) return false;
  state.setPendingUpgrade({proposalId, descriptor});
  submitLocally(ctx, descriptor);
  return true;
}

function cancelPending(ctx: Context, state: GovernanceState, {proposalId}: CancelUpgradeProposal): boolean {
  const cancelled = state.proposal(proposalId);
  const descriptor = cancelled?.content.upgrade ?? null;
  if (cancelled === null || descriptor === null || !state.isPendingUpgrade(cancelled)) return false;
  state.removePendingUpgrade({proposalId, descriptor});
  cancelLocally(ctx, descriptor);
  return true;
}
