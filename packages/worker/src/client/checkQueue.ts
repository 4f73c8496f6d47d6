import type {RuntimeHostError} from "@oasis-node/rpc/services";
import {RuntimeClientError} from "./errors.ts";
import type {SubmissionLimits} from "./submissions.ts";

/** Transactions that are checked at once, as many as the reference's executors take. */
export const maxCheckedTransactions = 1000;
/** Bytes of them together, beyond the first: a frame has to hold them. */
export const maxCheckedBytes = 8 << 20;

/** Has the runtime check transactions: why it refuses each, null where it does not. */
export type CheckBatch = (
  inputs: readonly Uint8Array[],
  signal: AbortSignal,
) => Promise<readonly (RuntimeHostError | null)[]>;

interface Batch {
  readonly controller: AbortController;
  waiting: number;
}

interface Waiter {
  readonly data: Uint8Array;
  readonly resolve: (refused: RuntimeHostError | null) => void;
  readonly reject: (error: unknown) => void;
  /** Nobody waits any more. */
  hasLeft: boolean;
  batch: Batch | null;
}

/**
 * Checks of transactions, those together that come while the runtime is busy: a runtime does one thing at a time, and each
 * request costs it far more than a transaction does. The reference sends them one by one.
 */
export class CheckQueue {
  readonly #check: CheckBatch;
  readonly #limits: Pick<SubmissionLimits, "maxPending" | "maxPendingBytes">;
  readonly #queue: Waiter[] = [];
  #queuedBytes = 0;
  #isBusy = false;

  constructor(check: CheckBatch, limits: Pick<SubmissionLimits, "maxPending" | "maxPendingBytes">) {
    this.#check = check;
    this.#limits = limits;
  }

  /** Why the runtime refuses the transaction; null when it does not. Throws `tooManyPending`, or what the check throws. */
  async check(data: Uint8Array, signal?: AbortSignal): Promise<RuntimeHostError | null> {
    signal?.throwIfAborted();
    const {promise, resolve, reject} = Promise.withResolvers<RuntimeHostError | null>();
    const waiter: Waiter = {data, resolve, reject, hasLeft: false, batch: null};
    const leave = (): void => {
      reject(signal?.reason);
      leaveBatch(waiter);
    };
    this.#push(waiter);
    signal?.addEventListener("abort", leave, {once: true});
    if (!this.#isBusy) void this.#checkAll();
    try {
      return await promise;
    } finally {
      signal?.removeEventListener("abort", leave);
    }
  }

  #push(waiter: Waiter): void {
    const {maxPending, maxPendingBytes} = this.#limits;
    const bytes = this.#queuedBytes + waiter.data.length;
    if (this.#queue.length >= maxPending || bytes > maxPendingBytes) {
      const text = `client: too many transactions wait to be checked (at most ${maxPending}), try again later`;
      throw new RuntimeClientError("tooManyPending", text, {details: {waiting: this.#queue.length}});
    }
    this.#queue.push(waiter);
    this.#queuedBytes = bytes;
  }

  /** Never rejects. */
  async #checkAll(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#take(); next.length > 0; next = this.#take()) await this.#checkBatch(next);
    this.#isBusy = false;
  }

  /** The first ones that still wait and go together. */
  #take(): Waiter[] {
    const taken: Waiter[] = [];
    let bytes = 0;
    let count = 0;
    for (const waiter of this.#queue) {
      const isOne = waiter.hasLeft || taken.length === 0;
      if (taken.length >= maxCheckedTransactions || (!isOne && bytes + waiter.data.length > maxCheckedBytes))
        break;
      count++;
      this.#queuedBytes -= waiter.data.length;
      if (waiter.hasLeft) continue;
      bytes += waiter.data.length;
      taken.push(waiter);
    }
    this.#queue.splice(0, count);
    return taken;
  }

  /** Given up when nobody waits for any of it. Never rejects. */
  async #checkBatch(waiters: readonly Waiter[]): Promise<void> {
    const batch = {controller: new AbortController(), waiting: waiters.length};
    for (const waiter of waiters) waiter.batch = batch;
    try {
      const inputs = waiters.map(({data}) => data);
      const results = await this.#check(inputs, batch.controller.signal);
      for (const [index, {resolve}] of waiters.entries()) resolve(results[index] ?? null);
    } catch (error) {
      for (const {reject} of waiters) reject(error);
    }
  }
}

function leaveBatch(waiter: Waiter): void {
  waiter.hasLeft = true;
  if (waiter.batch === null) return;
  waiter.batch.waiting--;
  if (waiter.batch.waiting === 0) waiter.batch.controller.abort();
}
