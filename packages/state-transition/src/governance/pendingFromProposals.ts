import type {Epoch} from "@oasis-node/primitives/epoch";
import type {PendingProposal} from "./state.ts";
import {type Proposal, proposalStates} from "./types/proposal.ts";

/**
 * The upgrades that passed, are not before `epoch`, and were not cancelled: what genesis leaves to be worked out
 * (consensus-core §6.6).
 */
export function pendingFromProposals(proposals: readonly Proposal[], epoch: Epoch): PendingProposal[] {
  const passed = proposals.filter(({state}) => state === proposalStates.passed);
  const pending = passed.flatMap(({id, content: {upgrade}}) =>
    upgrade !== null && upgrade.epoch >= epoch ? [{proposalId: id, descriptor: upgrade}] : [],
  );
  for (const {content} of passed) {
    const cancelled = content.cancelUpgrade?.proposalId;
    const index = pending.findIndex(({proposalId}) => proposalId === cancelled);
    if (index >= 0) pending.splice(index, 1);
  }
  return pending;
}
