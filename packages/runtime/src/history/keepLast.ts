import type {Clock} from "@oasis-node/primitives/clock";
import type {Logger} from "@oasis-node/primitives/log";
import type {RuntimeHistory} from "./runtimeHistory.ts";

export interface KeepLastOptions {
  readonly history: RuntimeHistory;
  /** Rounds to keep. */
  readonly keep: bigint;
  /** Milliseconds between two passes. */
  readonly intervalMs: number;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Prunes a history, one pass after each interval, until the signal is aborted. A pass that fails is made again. */
export async function keepLast(options: KeepLastOptions, signal: AbortSignal): Promise<void> {
  const {history, keep, intervalMs, clock, logger} = options;
  while (!signal.aborted) {
    try {
      await clock.sleep(intervalMs, signal);
      await history.prune(keep);
    } catch (error) {
      if (!signal.aborted) logger.error("failed to prune", {err: error});
    }
  }
}
