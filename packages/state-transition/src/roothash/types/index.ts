// Wire types alone: a door for those who encode and decode, and run nothing.
export {Block, Header, headerHash, headerTypes, Timestamp} from "./block.ts";
export {
  EquivocationBatchEvidence,
  EquivocationExecutorEvidence,
  Evidence,
  ExecutorCommit,
  ExecutorProposerTimeoutRequest,
} from "./bodies.ts";
export {
  ComputeBody,
  ComputeResultsHeader,
  commitmentFailures,
  ExecutorCommitment,
  OpenExecutorCommitment,
  ProposedBatch,
  SignedProposedBatch,
} from "./commitment.ts";
export {
  ExecutionDiscrepancyDetectedEvent,
  ExecutorCommittedEvent,
  FinalizedEvent,
  RoothashEvent,
  roothashEventValues,
} from "./events.ts";
export {GenesisRuntimeState, RoothashGenesis, RoothashParameters, roothashGasOps} from "./genesis.ts";
export {Message, messagesHash, RegistryMessage, StakingMessage} from "./message.ts";
export {AnnotatedBlock, MessageEvent, Pool, RoundResults, RuntimeState} from "./state.ts";
export {TimestampError} from "./timestamp.ts";
