export {governanceApp} from "./app.ts";
export {checkGovernanceGenesis, type GovernanceGenesisChecks} from "./checkGenesis.ts";
export {GovernanceEventError, type GovernanceEventOrigin, governanceEvents} from "./clientEvents.ts";
export {governanceErrors} from "./errors.ts";
export {governanceAppName, governanceEventKinds} from "./events.ts";
export {exportGovernance, initGovernance} from "./genesis.ts";
export {governanceKeys} from "./keys.ts";
export {governanceMethods} from "./methods.ts";
export {governanceQueries} from "./queries.ts";
export {checkGovernanceState} from "./sanity.ts";
export {GovernanceState, type PendingProposal} from "./state.ts";
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
