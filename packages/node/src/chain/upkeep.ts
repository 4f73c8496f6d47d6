import {type Engine, followBlocks} from "@oasis-node/consensus/engine";
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
  try {
    await followBlocks(engine, ({height}) => committed(height), signal);
  } catch (err) {
    // What cannot be pruned now is left for the next start; the chain goes on.
    logger.error("pruning of the state has stopped", {err});
  }
}
