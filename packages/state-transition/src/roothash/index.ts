export {roothashApp} from "./app.ts";
export {checkRoothashGenesis, type RoothashGenesisChecks} from "./checkGenesis.ts";
export {addExecutorCommitment, type CommitmentRules} from "./commitment/addCommitment.ts";
export {checkComputeBody, isFailure} from "./commitment/computeBody.ts";
export {isMember, isScheduler, isWorker, transactionScheduler} from "./commitment/members.ts";
export {type ChainSignatures, openExecutorCommitment, openProposedBatch} from "./commitment/open.ts";
export {isTimeout, resetPool, timeoutNever} from "./commitment/pool.ts";
export {processCommitments, type Verdict, voteOf} from "./commitment/processCommitments.ts";
export {checkProposerTimeout} from "./commitment/proposerTimeout.ts";
export {checkReceiptSignatures, computeReceipt} from "./commitment/receipts.ts";
export {type CommitteeLookup, checkSchedulerSigner, checkStorageSigners} from "./commitment/signers.ts";
export {type Finalization, type FinalizeOptions, tryFinalize} from "./commitment/tryFinalize.ts";
export {commitmentErrors, roothashErrors} from "./errors.ts";
export {roothashAppName} from "./events.ts";
export {type Equivocation, evidenceHash, verifyEvidence} from "./evidence.ts";
export {exportRoothash, initRoothash, type MessageResultsAt} from "./genesis.ts";
export {roothashKeys} from "./keys.ts";
export {roothashMethods} from "./methods.ts";
export {emptyBlock, genesisBlock, mostlyEqual} from "./nextBlock.ts";
export {roothashQueries} from "./queries.ts";
export {RoothashError} from "./roothashError.ts";
export {type EventOrigin, roothashEvents, roundResults} from "./roundResults.ts";
export {runtimeListener} from "./runtimeListener.ts";
export {type PooledRuntime, RoothashState, type StoredRuntime} from "./state.ts";
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
