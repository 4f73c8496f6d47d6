import {availableParallelism} from "node:os";
import type {Worker} from "node:worker_threads";
import {packEntries, packedEntry, verifyPacked} from "./packedEntries.ts";
import {VerificationPoolError} from "./poolError.ts";
import {PoolThread, startVerifyWorker} from "./poolThread.ts";
import {RequestQueue} from "./requestQueue.ts";
import {type RequestSlice, VerificationRequest} from "./verificationRequest.ts";
import type {SignedMessage} from "./verify.ts";

/** Entries of one job at most: some 10 ms of work, little enough to stop soon after an abort. */
const maxJobEntries = 128;
/** Fewer would cost more in messages than they gain in evenness. */
const minJobEntries = 8;
/** A second job in hand keeps a thread busy while its first result travels. */
const jobsPerThread = 2;
/** Entries the calling thread verifies before it lets other work run: about half a millisecond. */
const assistEntries = 8;

export interface VerificationPoolOptions {
  /** Worker threads at most; by default one less than the processor's, and at least one. */
  readonly threads?: number;
  /** Entries waiting at most, by default 65 536 (512 full jobs); more without the caller's help are refused as `busy`. */
  readonly maxWaiting?: number;
  /** Starts a thread that speaks like `verifyWorker`. */
  readonly startWorker?: () => Worker;
  /** Told every verdict with the 128 packed bytes (key, message, signature) it is about. */
  readonly onVerdict?: (entry: Uint8Array, valid: boolean) => void;
}

export interface PoolVerifyOptions {
  readonly signal?: AbortSignal | undefined;
  /**
   * For the caller's own work: the calling thread takes part, in small steps between other events; the request goes
   * before those without help and is never refused as `busy`.
   */
  readonly assist?: boolean;
}

/**
 * Verifies signatures of 32-byte messages on worker threads, started when first needed. Requests made in the same turn,
 * or waiting for a thread, share jobs: a message to a thread costs about as much as one verification.
 */
export class VerificationPool {
  readonly #threads = new Set<PoolThread>();
  readonly #queue = new RequestQueue();
  readonly #maxThreads: number;
  readonly #maxWaiting: number;
  readonly #startWorker: () => Worker;
  readonly #onVerdict: (entry: Uint8Array, valid: boolean) => void;
  #dispatchDue = false;
  #closed = false;

  constructor(options: VerificationPoolOptions = {}) {
    this.#maxThreads = options.threads ?? Math.max(1, availableParallelism() - 1);
    this.#maxWaiting = options.maxWaiting ?? 512 * maxJobEntries;
    this.#startWorker = options.startWorker ?? startVerifyWorker;
    this.#onVerdict = options.onVerdict ?? (() => undefined);
  }

  /**
   * One verdict an entry. Rejects with the signal's reason after an abort, with `VerificationPoolError` when too much
   * is waiting (`busy`), a thread failed (`workerFailed`) or the pool is closed (`closed`).
   */
  async verify(entries: readonly SignedMessage[], options: PoolVerifyOptions = {}): Promise<boolean[]> {
    const {signal, assist = false} = options;
    if (this.#closed) throw new VerificationPoolError("closed");
    signal?.throwIfAborted();
    if (entries.length <= assistEntries && (assist || entries.length === 0)) return this.#verifyHere(entries);
    if (!assist) this.#refuseIfBusy(entries.length);
    const request = new VerificationRequest(entries);
    this.#queue.add(request, assist);
    this.#scheduleDispatch();
    if (assist) void this.#assist(request);
    const abort = (): void => this.#queue.fail(request, signal?.reason);
    signal?.addEventListener("abort", abort, {once: true});
    try {
      return await request.outcome;
    } finally {
      signal?.removeEventListener("abort", abort);
    }
  }

  /** So few are not worth a message to a thread. */
  #verifyHere(entries: readonly SignedMessage[]): boolean[] {
    const packed = packEntries(entries);
    return Array.from(verifyPacked(packed), (verdict, index) => {
      this.#onVerdict(packedEntry(packed, index), verdict === 1);
      return verdict === 1;
    });
  }

  /** Ends the threads and rejects what is under way with `closed`. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#queue.failAll(new VerificationPoolError("closed"));
    const threads = [...this.#threads];
    this.#threads.clear();
    for (const thread of threads) this.#failSlices(thread.unfinished(), new VerificationPoolError("closed"));
    await Promise.all(threads.map((thread) => thread.terminate()));
  }

  #refuseIfBusy(asked: number): void {
    const waiting = this.#queue.waiting;
    if (waiting + asked <= this.#maxWaiting) return;
    throw new VerificationPoolError("busy", {details: {asked, waiting, limit: this.#maxWaiting}});
  }

  /** After the current turn, so that requests made together travel together. */
  #scheduleDispatch(): void {
    if (this.#dispatchDue) return;
    this.#dispatchDue = true;
    queueMicrotask(() => {
      this.#dispatchDue = false;
      this.#dispatch();
    });
  }

  #dispatch(): void {
    while (this.#queue.waiting > 0 && !this.#closed) {
      const thread = this.#freeThread();
      if (thread === null) return;
      thread.run(this.#queue.take(this.#jobEntries()));
    }
  }

  /** Jobs shrink with what is left, so that all threads end at about the same time; one alone need not. */
  #jobEntries(): number {
    const hands = this.#maxThreads + (this.#queue.hasUrgent ? 1 : 0);
    if (hands === 1) return maxJobEntries;
    const share = Math.ceil(this.#queue.waiting / (jobsPerThread * hands));
    return Math.min(maxJobEntries, Math.max(minJobEntries, share));
  }

  #freeThread(): PoolThread | null {
    const [idlest] = [...this.#threads].sort((a, b) => a.jobs - b.jobs);
    if (idlest === undefined || (idlest.jobs > 0 && this.#threads.size < this.#maxThreads)) {
      const started = this.#tryStart();
      if (started !== null) return started;
    }
    return idlest !== undefined && idlest.jobs < jobsPerThread ? idlest : null;
  }

  /** A new thread, or `null` when the system gives none; without any thread only the caller's own work can go on. */
  #tryStart(): PoolThread | null {
    try {
      return this.#start();
    } catch (cause) {
      if (this.#threads.size === 0) {
        this.#queue.failOrdinary(new VerificationPoolError("workerFailed", {cause}));
      }
      return null;
    }
  }

  #start(): PoolThread {
    const thread = new PoolThread(this.#startWorker(), {
      verdicts: (slices, verdicts) => {
        this.#deliver(slices, verdicts);
        this.#dispatch();
      },
      failed: (failedThread, slices, cause) => {
        this.#threads.delete(failedThread);
        this.#failSlices(slices, new VerificationPoolError("workerFailed", {cause}));
        this.#dispatch();
      },
    });
    this.#threads.add(thread);
    return thread;
  }

  async #assist(request: VerificationRequest): Promise<void> {
    for (;;) {
      await otherEvents();
      const slice = this.#queue.takeFrom(request, assistEntries);
      if (slice.count === 0) return;
      this.#deliver([slice], verifyPacked(request.bytes(slice)));
    }
  }

  #deliver(slices: readonly RequestSlice[], verdicts: Uint8Array): void {
    let at = 0;
    for (const slice of slices) {
      const own = verdicts.subarray(at, at + slice.count);
      const packed = slice.request.bytes(slice);
      for (const [index, verdict] of own.entries())
        this.#onVerdict(packedEntry(packed, index), verdict === 1);
      slice.request.finish(slice, own);
      at += slice.count;
    }
  }

  #failSlices(slices: readonly RequestSlice[], error: VerificationPoolError): void {
    for (const {request} of slices) this.#queue.fail(request, error);
  }
}

/** Lets the events that are due happen first. */
function otherEvents(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
