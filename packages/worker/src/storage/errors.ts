import {errorModule, TypedError} from "@oasis-node/primitives/errors";

/** Errors of the storage worker, as registered by the reference. */
export const storageWorkerErrors = errorModule("worker/storage", {
  runtimeNotFound: [1, "worker/storage: runtime not found"],
  cantPauseCheckpointer: [2, "worker/storage: pausing checkpointer only available in debug mode"],
});

/**
 * What the reference gives no number.
 *
 * - `unsupportedRuntime`: the node does not serve the runtime;
 * - `noDescriptor`: the runtime is not active;
 * - `incompatibleState`: the database holds another state than the one with which the runtime starts;
 * - `missingBlock`: a round has to be synced that the history does not have;
 * - `notSynced`: rounds are to be pruned that are not final here, or are being checkpointed;
 * - `stopped`: the worker ended before what was waited for came.
 */
export type StorageWorkerErrorCode =
  | "unsupportedRuntime"
  | "noDescriptor"
  | "incompatibleState"
  | "missingBlock"
  | "notSynced"
  | "stopped";

/** A failure of the storage worker. */
export class StorageWorkerError extends TypedError<StorageWorkerErrorCode> {}
