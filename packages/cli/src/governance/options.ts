import {bool, clientOptions, option, text, uint64} from "@oasis-node/node/options";
import {transactionOptions} from "../framework/index.ts";

export const submitProposalOptions = {
  ...transactionOptions,
  "proposal.upgrade.descriptor": option(text, "", "path of the descriptor of the upgrade to propose"),
  "proposal.cancel_upgrade.id": option(uint64, 0n, "number of the upgrade proposal to cancel"),
};
export const castVoteOptions = {
  ...transactionOptions,
  vote: option(text, "", "yes, no or abstain", {flagOnly: true}),
  "vote.proposal.id": option(uint64, 0n, "number of the proposal to vote on"),
};
export const proposalOptions = {
  ...clientOptions,
  "proposal.id": option(uint64, 0n, "number of the proposal"),
};
export const listProposalsOptions = {
  ...clientOptions,
  include_closed: option(bool, false, "also those that are closed"),
};
