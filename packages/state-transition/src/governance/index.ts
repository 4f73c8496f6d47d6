export {governanceErrors} from "./errors.ts";
export {governanceMethods} from "./methods.ts";
export {
  GovernanceEvent,
  ProposalExecutedEvent,
  ProposalFinalizedEvent,
  ProposalSubmittedEvent,
  VoteEvent,
} from "./types/events.ts";
export {GovernanceGenesis, GovernanceParameters, governanceGasOps} from "./types/genesis.ts";
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
} from "./types/proposal.ts";
export {ProposalContentError, validateProposalContent} from "./validate.ts";
