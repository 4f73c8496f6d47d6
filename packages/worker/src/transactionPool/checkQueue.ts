import {BytesMap} from "@oasis-node/primitives/bytes";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";

/** What became of a transaction that came in. */
export type Queued = "queued" | "duplicate" | "full";

export interface CheckQueueLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
}

/** Transactions that wait to be checked, in the order they came, each once (runtime-workers §4.4.2 step 3). */
export class CheckQueue {
  readonly #limits: CheckQueueLimits;
  readonly #waiting = new BytesMap<Hash, Uint8Array>();
  #bytes = 0;

  constructor(limits: CheckQueueLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#waiting.size;
  }

  add(raw: Uint8Array): Queued {
    const {maxCount, maxBytes} = this.#limits;
    if (this.#waiting.size >= maxCount || this.#bytes + raw.length > maxBytes) return "full";
    const hash = hashOf(raw);
    if (this.#waiting.has(hash)) return "duplicate";
    this.#waiting.set(hash, raw);
    this.#bytes += raw.length;
    return "queued";
  }

  /** Those that came first. They stay in the queue. */
  first(count: number): Uint8Array[] {
    const first: Uint8Array[] = [];
    for (const raw of this.#waiting.values()) {
      if (first.length >= count) break;
      first.push(raw);
    }
    return first;
  }

  remove(batch: readonly Uint8Array[]): void {
    for (const raw of batch) {
      if (this.#waiting.delete(hashOf(raw))) this.#bytes -= raw.length;
    }
  }
}
