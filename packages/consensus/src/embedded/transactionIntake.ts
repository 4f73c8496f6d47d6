import {setImmediate as nextTurn} from "node:timers/promises";
import type {PreparedContext, SignatureVerifier} from "@oasis-node/primitives/signature";
import type {CheckResult} from "@oasis-node/state-transition/application";
import {
  type Mempool,
  readTransaction,
  transactionHash,
  type UnverifiedTransaction,
} from "../mempool/index.ts";

/** Transactions whose signatures are verified together. */
const batchSize = 256;
/** Fewer are verified by the check itself: asking another thread would take longer. */
const fewest = 4;

/** A transaction on its way to its check. */
export interface Arrival {
  readonly raw: Uint8Array;
  readonly hash: string;
  /** Null for what is no transaction. */
  readonly transaction: UnverifiedTransaction | null;
  /** To be settled with the outcome of the check. */
  readonly outcome: PromiseWithResolvers<CheckResult>;
}

export interface IntakeOptions {
  readonly mempool: Mempool;
  readonly verifier: SignatureVerifier;
  /** That transactions of the chain are signed under. */
  readonly context: PreparedContext;
  /** Told when there is something to check. */
  readonly onArrival: () => void;
}

/**
 * Takes transactions in and keeps their order, while the signatures of many at once are verified by other threads: the verifier
 * remembers the verdicts for check and block.
 */
export class TransactionIntake {
  readonly #options: IntakeOptions;
  readonly #incoming: Arrival[] = [];
  #ready: Arrival[] = [];
  #next = 0;
  #isVerifying = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Whether transactions wait for their check. */
  get hasReady(): boolean {
    return this.#next < this.#ready.length;
  }

  /** Takes a transaction in; throws what `Mempool.reserve` throws. */
  take(raw: Uint8Array): Arrival {
    const {mempool, context} = this.#options;
    const hash = transactionHash(raw);
    mempool.reserve(hash, raw.length);
    const transaction = readTransaction(raw, hash, context);
    const arrival = {raw, hash, transaction, outcome: Promise.withResolvers<CheckResult>()};
    this.#incoming.push(arrival);
    if (!this.#isVerifying) {
      this.#isVerifying = true;
      void this.#verifyIncoming();
    }
    return arrival;
  }

  /** The next transaction to check. */
  shift(): Arrival | undefined {
    const arrival = this.#ready[this.#next++];
    if (this.#next >= this.#ready.length) {
      this.#ready = [];
      this.#next = 0;
    }
    return arrival;
  }

  /** Gives up all that wait. */
  fail(error: unknown): void {
    const waiting = [...this.#ready.slice(this.#next), ...this.#incoming.splice(0)];
    this.#ready = [];
    this.#next = 0;
    for (const {outcome} of waiting) outcome.reject(error);
  }

  /** Never rejects. */
  async #verifyIncoming(): Promise<void> {
    // What comes in the same turn of the event loop is verified together.
    await nextTurn();
    while (this.#incoming.length > 0) {
      const batch = this.#incoming.slice(0, batchSize);
      if (batch.length >= fewest) await this.#verify(batch);
      this.#ready.push(...this.#incoming.splice(0, batch.length));
      this.#options.onArrival();
    }
    this.#isVerifying = false;
  }

  async #verify(batch: readonly Arrival[]): Promise<void> {
    const checks = batch.flatMap(({transaction}) => (transaction === null ? [] : [transaction.check]));
    try {
      await this.#options.verifier.verifyUntrusted(checks);
    } catch {
      // Busy or closed: the check verifies by itself.
    }
  }
}
