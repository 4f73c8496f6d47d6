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

/** A transaction that has just come. */
interface Submission {
  readonly raw: Uint8Array;
  readonly hash: string;
  /** To be settled with the outcome of the check. */
  readonly outcome: PromiseWithResolvers<CheckResult>;
}

/** A transaction on its way to its check. */
export interface Arrival extends Submission {
  /** Null for what is no transaction. */
  readonly transaction: UnverifiedTransaction | null;
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
  readonly #incoming: Submission[] = [];
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

  /**
   * Takes a transaction in; throws what `Mempool.reserve` throws. PERF: thousands can come in one turn of the event loop, so
   * that no more is done for each than has to be done at once.
   */
  take(raw: Uint8Array): Submission {
    const hash = transactionHash(raw);
    this.#options.mempool.reserve(hash, raw.length);
    const submission = {raw, hash, outcome: Promise.withResolvers<CheckResult>()};
    this.#incoming.push(submission);
    if (!this.#isVerifying) {
      this.#isVerifying = true;
      void this.#verifyIncoming();
    }
    return submission;
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
      const batch = this.#incoming.slice(0, batchSize).map((one) => this.#read(one));
      if (batch.length >= fewest) await this.#verify(batch);
      // None are left of those that were given up meanwhile.
      const {length} = this.#incoming.splice(0, batch.length);
      this.#ready.push(...batch.slice(0, length));
      this.#options.onArrival();
    }
    this.#isVerifying = false;
  }

  #read(submission: Submission): Arrival {
    const {raw, hash} = submission;
    return {...submission, transaction: readTransaction(raw, hash, this.#options.context)};
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
