import {command} from "../framework/index.ts";
import {castVoteOptions, submitProposalOptions} from "./options.ts";

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
