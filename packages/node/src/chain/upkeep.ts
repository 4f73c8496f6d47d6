import {type Engine, EngineError} from "@oasis-node/consensus/engine";
import type {Height} from "@oasis-node/primitives/epoch";
import type {Logger} from "@oasis-node/primitives/log";
import type {StateCheckpoints, StatePruner} from "@oasis-node/state-transition/application";

export interface UpkeepOptions {
  readonly engine: Engine;
  /** Null where none are made. */
  readonly checkpoints: StateCheckpoints | null;
  /** Null keeps all versions of the state. */
  readonly pruner: StatePruner | null;
  readonly logger: Logger;
}

/**
 * Tells checkpoints and pruning of every commit, until the signal is aborted or the engine ends. One that falls behind goes on
 * with the latest block: neither needs to hear of each.
 */
export async function keepUp(options: UpkeepOptions, signal: AbortSignal): Promise<void> {
  const {engine, checkpoints, pruner, logger} = options;
  const committed = async (height: Height): Promise<void> => {
    checkpoints?.committed(height);
    await pruner?.prune(height);
  };
  for (let isBehind = true; isBehind && !signal.aborted; ) {
    isBehind = false;
    try {
      for await (const {height} of engine.subscribe({signal})) await committed(height);
    } catch (err) {
      isBehind = err instanceof EngineError && err.code === "slowReader";
      // What cannot be pruned now is left for the next start; the chain goes on.
      if (!isBehind) logger.error("pruning of the state has stopped", {err});
    }
  }
}
