import {setImmediate as nextTurn} from "node:timers/promises";
import {equal} from "@oasis-node/primitives/bytes";
import type {PreparedContext, PublicKey, SignatureVerifier} from "@oasis-node/primitives/signature";
import type {CheckResult} from "@oasis-node/state-transition/application";
import {
  type Mempool,
  readTransaction,
  transactionHash,
  type UnverifiedTransaction,
} from "../mempool/index.ts";
import {Lanes} from "./lanes.ts";

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
  /** Whose transactions go first, beside those that must get through; null for nobody's. */
  readonly ownKey: PublicKey | null;
  /** Told when there is something to check. */
  readonly onArrival: () => void;
}

/**
 * Takes transactions in and keeps their order, while the signatures of many at once are verified by other threads: the verifier
 * remembers the verdicts for check and block. The node's own overtake the others: in a flood of them it could not renew its
 * registration in time, and a network that has no other validator would stop.
 */
export class TransactionIntake {
  readonly #options: IntakeOptions;
  readonly #incoming: Submission[] = [];
  readonly #waiting = new Lanes<Arrival>();
  #verifying: readonly Arrival[] = [];
  readonly #ready = new Lanes<Arrival>();
  #isBusy = false;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /** Whether transactions wait for their check. */
  get hasReady(): boolean {
    return this.#ready.length > 0;
  }

  /**
   * Takes a transaction in; throws what `Mempool.reserve` throws. PERF: thousands can come in one turn of the event loop, so
   * that no more is done for each than has to be done at once.
   */
  take(raw: Uint8Array): Submission {
    const {mempool, context} = this.#options;
    const hash = transactionHash(raw);
    mempool.reserve(hash, raw.length, () => this.#isUrgent(readTransaction(raw, hash, context)));
    const submission = {raw, hash, outcome: Promise.withResolvers<CheckResult>()};
    this.#incoming.push(submission);
    if (!this.#isBusy) {
      this.#isBusy = true;
      void this.#prepare();
    }
    return submission;
  }

  /** The next transaction to check. */
  shift(): Arrival | undefined {
    return this.#ready.shift();
  }

  /** Gives up all that wait. */
  fail(error: unknown): void {
    const read = [...this.#ready.take(Infinity), ...this.#verifying, ...this.#waiting.take(Infinity)];
    this.#verifying = [];
    for (const {outcome} of [...read, ...this.#incoming.splice(0)]) outcome.reject(error);
  }

  /** Reads and verifies all that has come. Never rejects. */
  async #prepare(): Promise<void> {
    // What comes in the same turn of the event loop is verified together.
    await nextTurn();
    while (this.#incoming.length > 0 || this.#waiting.length > 0) {
      await this.#readIncoming();
      this.#verifying = this.#waiting.take(batchSize);
      if (this.#verifying.length >= fewest) await this.#verify(this.#verifying);
      for (const arrival of this.#verifying) this.#ready.push(arrival, this.#isUrgent(arrival.transaction));
      this.#verifying = [];
      this.#options.onArrival();
    }
    this.#isBusy = false;
  }

  async #readIncoming(): Promise<void> {
    const {context} = this.#options;
    while (this.#incoming.length > 0) {
      for (const submission of this.#incoming.splice(0, batchSize)) {
        const transaction = readTransaction(submission.raw, submission.hash, context);
        this.#waiting.push({...submission, transaction}, this.#isUrgent(transaction));
      }
      if (this.#incoming.length > 0) await nextTurn();
    }
  }

  #isUrgent(transaction: UnverifiedTransaction | null): boolean {
    if (transaction === null) return false;
    const {ownKey} = this.#options;
    return transaction.isCritical || (ownKey !== null && equal(transaction.check.publicKey, ownKey));
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
