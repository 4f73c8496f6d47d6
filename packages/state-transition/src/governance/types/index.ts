// Wire types alone: a door for those who encode and decode, and run nothing.
export {
  GovernanceEvent,
  ProposalExecutedEvent,
  ProposalFinalizedEvent,
  ProposalSubmittedEvent,
  VoteEvent,
} from "./events.ts";
export {GovernanceGenesis, GovernanceParameters, governanceGasOps} from "./genesis.ts";
export {
  CancelUpgradeProposal,
  Proposal,
  ProposalContent,
  ProposalState,
  ProposalVote,
  proposalStates,
  Vote,
  VoteEntry,
  votes,
} from "./proposal.ts";
