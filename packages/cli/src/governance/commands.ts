import {option, text, uint64} from "@oasis-node/node/options";
import {command, transactionOptions} from "../framework/index.ts";

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

/** Commands of `governance` that work without a node. */
export const offlineGovernanceCommands = [
  command({
    name: "gen_submit_proposal",
    short: "make a transaction that proposes an upgrade or the cancellation of one",
    options: submitProposalOptions,
    load: async () => (await import("./genSubmitProposal.ts")).genSubmitProposal,
  }),
  command({
    name: "gen_cast_vote",
    short: "make a transaction that votes on a proposal",
    options: castVoteOptions,
    load: async () => (await import("./genCastVote.ts")).genCastVote,
  }),
];
