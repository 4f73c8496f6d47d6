export {Checkpointer, type CheckpointerOptions} from "./checkpointer.ts";
export {ChunkTooLongError} from "./chunkCodec.ts";
export {type Chunk, createChunks} from "./createChunk.ts";
export {CheckpointError, type CheckpointErrorCode, checkpointErrors} from "./errors.ts";
export {FileCheckpointStore} from "./fileStore.ts";
export {
  ChunkMetadata,
  checkpointVersion,
  chunkMetadata,
  GetCheckpointsRequest,
  Metadata,
  metadataHash,
} from "./metadata.ts";
export {Restorer, type RestorerOptions} from "./restorer.ts";
export {
  type CheckpointPlan,
  type CreationParameters,
  planCheckpoints,
  type ScheduleInput,
} from "./schedule.ts";
