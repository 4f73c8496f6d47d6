import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import type {Hash} from "@oasis-node/primitives/hash";
import {builtInWeights, type CheckedTransaction, type Weights} from "./checkedTransaction.ts";

/** What became of a transaction that was to be scheduled. */
export type Added = "added" | "duplicate" | "full" | "tooLarge";

export interface PoolLimits {
  readonly maxCount: number;
  readonly maxBytes: number;
}

/** With less room than this left nothing more is looked for; any other weight needs none (runtime-workers §4.4.2). */
const leastRoom: Weights = new Map([
  [builtInWeights.count, 1n],
  [builtInWeights.sizeBytes, 10n],
]);

/**
 * Checked transactions by priority (runtime-workers §4.4.2). Never holds more than its limits; holds what it gives away
 * until that is removed. PERF: a change costs a binary search and moving references.
 */
export class TransactionPool {
  readonly #limits: PoolLimits;
  /** The first to be scheduled stands first. */
  #ordered: CheckedTransaction[] = [];
  readonly #byHash = new BytesMap<Hash, CheckedTransaction>();
  readonly #weights = new Map<string, bigint>();
  #batchLimits: Weights = new Map();

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#ordered.length;
  }

  /** Sum of a weight over all transactions. */
  weight(name: string): bigint {
    return this.#weights.get(name) ?? 0n;
  }

  has(hash: Hash): boolean {
    return this.#byHash.has(hash);
  }

  /** Limits of the batches from now on. What does not fit them by itself leaves when a batch is asked for. */
  setBatchLimits(limits: Weights): void {
    this.#batchLimits = limits;
  }

  /** Adds a transaction; when the pool is full, in the place of others with less priority. */
  add(transaction: CheckedTransaction): Added {
    const evicted = this.#evictedFor(transaction);
    if (evicted === null) return "full";
    if (isOverweight(transaction, this.#batchLimits)) return "tooLarge";
    if (this.#byHash.has(transaction.hash)) return "duplicate";
    this.remove(evicted.map(({hash}) => hash));
    this.#ordered.splice(this.#position(transaction), 0, transaction);
    this.#byHash.set(transaction.hash, transaction);
    this.#weigh(transaction, 1n);
    return "added";
  }

  /** A batch, the best first; empty while there is less than a whole one, unless `force` is set. */
  batch(force: boolean): CheckedTransaction[] {
    const limits = [...this.#batchLimits];
    if (!force && !limits.some(([name, limit]) => this.weight(name) >= limit)) return [];
    this.#removeOverweight();
    const batch: CheckedTransaction[] = [];
    const taken = new Map<string, bigint>();
    for (const transaction of this.#ordered) {
      const rooms = limits.map(([name, limit]) => ({name, room: limit - (taken.get(name) ?? 0n)}));
      if (rooms.some(({name, room}) => room < (leastRoom.get(name) ?? 0n))) break;
      if (rooms.some(({name, room}) => weightOf(transaction, name) > room)) continue;
      batch.push(transaction);
      for (const [name, weight] of transaction.weights) taken.set(name, (taken.get(name) ?? 0n) + weight);
    }
    return batch;
  }

  /** Up to `limit` transactions, the best first, beginning after the one with hash `offset`; none when that is not here. */
  prioritized(offset: Hash | null, limit: number): CheckedTransaction[] {
    const after = offset === null ? null : this.#byHash.get(offset);
    if (after === undefined) return [];
    this.#removeOverweight();
    const start = after === null ? 0 : this.#position(after);
    // The one to begin after may just have left.
    const isThere = after !== null && this.#ordered[start] === after;
    return this.#ordered.slice(isThere ? start + 1 : start).slice(0, limit);
  }

  /** Removes those of the transactions that are here. */
  remove(hashes: readonly Hash[]): void {
    const gone = new Set<CheckedTransaction>();
    for (const hash of hashes) {
      const transaction = this.#byHash.get(hash);
      if (transaction === undefined) continue;
      this.#byHash.delete(hash);
      this.#weigh(transaction, -1n);
      gone.add(transaction);
    }
    if (gone.size > 0) this.#ordered = this.#ordered.filter((transaction) => !gone.has(transaction));
  }

  clear(): void {
    this.#ordered = [];
    this.#byHash.clear();
    this.#weights.clear();
  }

  /** What has to leave for the transaction to fit in; null when something of at least its priority would have to. */
  #evictedFor({raw, priority}: CheckedTransaction): CheckedTransaction[] | null {
    const {maxCount, maxBytes} = this.#limits;
    if (raw.length > maxBytes || maxCount === 0) return null;
    const evicted: CheckedTransaction[] = [];
    let count = this.size + 1;
    let bytes = Number(this.weight(builtInWeights.sizeBytes)) + raw.length;
    for (let last = this.size - 1; count > maxCount || bytes > maxBytes; last--) {
      const lowest = this.#ordered[last];
      if (lowest === undefined || priority <= lowest.priority) return null;
      evicted.push(lowest);
      count--;
      bytes -= lowest.raw.length;
    }
    return evicted;
  }

  /** Limits may have changed since the transactions came in. */
  #removeOverweight(): void {
    const overweight = this.#ordered.filter((transaction) => isOverweight(transaction, this.#batchLimits));
    this.remove(overweight.map(({hash}) => hash));
  }

  #weigh({weights}: CheckedTransaction, sign: 1n | -1n): void {
    for (const [name, weight] of weights) this.#weights.set(name, this.weight(name) + sign * weight);
  }

  /** Where the transaction stands, or would stand. */
  #position(transaction: CheckedTransaction): number {
    let [from, to] = [0, this.#ordered.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      const other = this.#ordered[middle];
      if (other !== undefined && isBefore(other, transaction)) from = middle + 1;
      else to = middle;
    }
    return from;
  }
}

/** More priority first, then the greater hash. */
function isBefore(a: CheckedTransaction, b: CheckedTransaction): boolean {
  return a.priority === b.priority ? compare(a.hash, b.hash) > 0 : a.priority > b.priority;
}

function isOverweight(transaction: CheckedTransaction, limits: Weights): boolean {
  return limits.entries().some(([name, limit]) => weightOf(transaction, name) > limit);
}

function weightOf({weights}: CheckedTransaction, name: string): bigint {
  return weights.get(name) ?? 0n;
}
