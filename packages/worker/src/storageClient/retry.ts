import {nodeDbErrors} from "@oasis-node/mkvs/db";
import type {Clock} from "@oasis-node/primitives/clock";
import {RpcError} from "@oasis-node/rpc/status";

/** Milliseconds between tries. */
const retryIntervalMs = 1000;
/** Tries after the first. */
const maxRetries = 15;

/** Tries again while it makes sense, 1 s apart, at most 15 times; then throws what the last try threw. */
export async function retrying<T>(
  attempt: () => Promise<T>,
  isTemporary: (error: unknown) => boolean,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<T> {
  for (let retries = 0; ; retries++) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (retries === maxRetries || !isTemporary(error)) throw error;
    }
    await clock.sleep(retryIntervalMs, signal);
  }
}

/**
 * Whether a write may succeed later: the node cannot be reached, does not yet know of the new epoch, or has not yet got
 * what the change is based on.
 */
export function isTemporaryWriteFailure(error: unknown): boolean {
  if (error instanceof RpcError) return error.code === "Unavailable" || error.code === "PermissionDenied";
  const {nodeNotFound, previousVersionMismatch, rootNotFound} = nodeDbErrors;
  return [nodeNotFound, previousVersionMismatch, rootNotFound].some((kind) => kind.is(error));
}
