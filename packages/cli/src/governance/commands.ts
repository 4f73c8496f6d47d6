import {command} from "../framework/index.ts";
import {castVoteOptions, listProposalsOptions, proposalOptions, submitProposalOptions} from "./options.ts";

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

/** Commands of `governance` that talk to a node. */
export const onlineGovernanceCommands = [
  command({
    name: "list_proposals",
    short: "list proposals",
    options: listProposalsOptions,
    load: async () => (await import("./listProposals.ts")).listProposals,
  }),
  command({
    name: "proposal_info",
    short: "show a proposal",
    options: proposalOptions,
    load: async () => (await import("./proposalInfo.ts")).proposalInfo,
  }),
  command({
    name: "proposal_votes",
    short: "show the votes on a proposal",
    options: proposalOptions,
    load: async () => (await import("./proposalVotes.ts")).proposalVotes,
  }),
];
