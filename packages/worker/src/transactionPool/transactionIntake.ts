import {toHex} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import type {Logger} from "@oasis-node/primitives/log";
import type {BodyValue} from "@oasis-node/runtime/protocol";
import {type CheckedTransaction, checkedTransaction} from "./checkedTransaction.ts";
import {CheckQueue, type Queued} from "./checkQueue.ts";
import {RecentHashes} from "./recentHashes.ts";
import {TransactionPool} from "./transactionPool.ts";

/** What a runtime says about transactions, in their order. */
export type CheckResults = NonNullable<BodyValue<"RuntimeCheckTxBatchResponse">["results"]>;

/** Has the runtime check transactions against its latest state. */
export type CheckTransactions = (inputs: readonly Uint8Array[], signal: AbortSignal) => Promise<CheckResults>;

export interface IntakeOptions {
  /** Transactions that are kept at most, and as many again that wait to be checked. */
  readonly maxPoolSize: number;
  /** Hashes of scheduled transactions that are remembered, not to schedule them again. */
  readonly recentCacheSize: number;
  /** Transactions that are checked at once. */
  readonly maxCheckBatch: number;
  readonly check: CheckTransactions;
  readonly logger: Logger;
}

/** Bytes of transactions in the pool at most, and as many again that wait to be checked. */
const maxBytes = 256 * 1024 * 1024;
/** Transactions that are checked again at once. */
const recheckBatch = 1000;

/** Transactions from the gossip network to the pool: queued, checked by the runtime, scheduled (runtime-workers §4.4.2). */
export class TransactionIntake {
  readonly pool: TransactionPool;
  readonly #options: IntakeOptions;
  readonly #queue: CheckQueue;
  readonly #recent: RecentHashes;

  constructor(options: IntakeOptions) {
    const limits = {maxCount: options.maxPoolSize, maxBytes};
    this.#options = options;
    this.pool = new TransactionPool(limits);
    this.#queue = new CheckQueue(limits);
    this.#recent = new RecentHashes(options.recentCacheSize);
  }

  /** Transactions that wait to be checked. */
  get waiting(): number {
    return this.#queue.size;
  }

  /** Takes a transaction in, unless it was scheduled of late. */
  submit(raw: Uint8Array): Queued | "recent" {
    return this.#recent.has(hashOf(raw)) ? "recent" : this.#queue.add(raw);
  }

  /** Checks one batch of those that wait; they go on waiting when the runtime does not answer: then it throws. */
  async checkWaiting(signal: AbortSignal): Promise<void> {
    const batch = this.#queue.first(this.#options.maxCheckBatch);
    if (batch.length === 0) return;
    const results = await this.#options.check(batch, signal);
    const checked = batch.flatMap((raw, index) => this.#accepted(raw, results[index]) ?? []);
    this.#queue.remove(batch);
    for (const transaction of checked) this.#schedule(transaction);
  }

  /** Checks all transactions of the pool again, and drops those that the runtime would not execute any more. */
  async recheck(signal: AbortSignal): Promise<void> {
    const all = this.pool.prioritized(null, this.pool.size);
    for (let start = 0; start < all.length; start += recheckBatch) {
      const batch = all.slice(start, start + recheckBatch);
      const results = await this.#options.check(
        batch.map(({raw}) => raw),
        signal,
      );
      const dropped = batch.filter((_, index) => results[index]?.error.code !== 0);
      this.pool.remove(dropped.map(({hash}) => hash));
    }
  }

  /** Forgets everything about transactions that were scheduled. */
  clear(): void {
    this.pool.clear();
    this.#recent.clear();
  }

  #accepted(raw: Uint8Array, result: CheckResults[number] | undefined): CheckedTransaction | null {
    if (result === undefined || result.error.code !== 0) {
      this.#options.logger.debug("check tx failed", {tx: toHex(hashOf(raw)), code: result?.error.code});
      return null;
    }
    return checkedTransaction(raw, result.meta ?? {});
  }

  #schedule(transaction: CheckedTransaction): void {
    const added = this.pool.add(transaction);
    if (added === "full" || added === "tooLarge") {
      this.#options.logger.error("unable to schedule transaction", {tx: toHex(transaction.hash), added});
      return;
    }
    this.#recent.add(transaction.hash);
  }
}
