export {commitmentErrors, roothashErrors} from "./errors.ts";
export {roothashMethods} from "./methods.ts";
export {Block, Header, headerHash, headerTypes, Timestamp} from "./types/block.ts";
export {
  EquivocationBatchEvidence,
  EquivocationExecutorEvidence,
  Evidence,
  ExecutorCommit,
  ExecutorProposerTimeoutRequest,
} from "./types/bodies.ts";
export {
  ComputeBody,
  ComputeResultsHeader,
  commitmentFailures,
  ExecutorCommitment,
  OpenExecutorCommitment,
  ProposedBatch,
  SignedProposedBatch,
} from "./types/commitment.ts";
export {
  ExecutionDiscrepancyDetectedEvent,
  ExecutorCommittedEvent,
  FinalizedEvent,
  RoothashEvent,
  roothashEventValues,
} from "./types/events.ts";
export {GenesisRuntimeState, RoothashGenesis, RoothashParameters, roothashGasOps} from "./types/genesis.ts";
export {Message, messagesHash, RegistryMessage, StakingMessage} from "./types/message.ts";
export {AnnotatedBlock, MessageEvent, Pool, RoundResults, RuntimeState} from "./types/state.ts";
export {TimestampError} from "./types/timestamp.ts";
