import type {ReadSyncer} from "@oasis-node/mkvs/syncer";
import {StateCache} from "./stateCache.ts";

/** Rounds of which queries keep a tree. */
const queriedRounds = 10;

/** Execution, checks and queries look at the state of different rounds and do not disturb each other (runtime-workers §1.7). */
export class StateCaches {
  readonly execution: StateCache;
  readonly checks: StateCache;
  readonly #syncer: ReadSyncer;
  /** By round, the one used last at the end. */
  readonly #queries = new Map<bigint, StateCache>();

  constructor(syncer: ReadSyncer) {
    this.#syncer = syncer;
    this.execution = new StateCache(syncer);
    this.checks = new StateCache(syncer);
  }

  /** The cache of queries to a round. */
  query(round: bigint): StateCache {
    const cache = this.#queries.get(round) ?? new StateCache(this.#syncer);
    this.#queries.delete(round);
    this.#queries.set(round, cache);
    for (const oldest of this.#queries.keys()) {
      if (this.#queries.size <= queriedRounds) break;
      this.#queries.delete(oldest);
    }
    return cache;
  }
}
