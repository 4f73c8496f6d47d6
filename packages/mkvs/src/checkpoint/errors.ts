import {errorModule, TypedError} from "@oasis-node/primitives/errors";

/** Errors as registered by the reference (primitives-mkvs §4.12). */
export const checkpointErrors = errorModule("storage/mkvs/checkpoint", {
  checkpointNotFound: [1, "checkpoint: not found"],
  chunkNotFound: [2, "checkpoint: chunk not found"],
  restoreAlreadyInProgress: [3, "checkpoint: restore already in progress"],
  noRestoreInProgress: [4, "checkpoint: no restore in progress"],
  chunkAlreadyRestored: [5, "checkpoint: chunk already restored"],
  /** The chunk is the one announced but does not fit the root: whoever announced it is wrong, the restore is over. */
  chunkProofVerificationFailed: [6, "chunk: chunk proof verification failed"],
  /** The chunk is not the one announced: another source may have the right one. */
  chunkCorrupted: [7, "chunk: corrupted chunk"],
});

/** corruptedMetadata: a stored `meta` does not decode. unexpectedRoots: a version has more or fewer roots than configured. */
export type CheckpointErrorCode = "corruptedMetadata" | "unexpectedRoots";

/** A failure around checkpoints that the reference gives no number. */
export class CheckpointError extends TypedError<CheckpointErrorCode> {}
