import {packEntries, packedEntryLength} from "./packedEntries.ts";
import type {SignedMessage} from "./verify.ts";

/** A run of entries of one request, handed out for verification. */
export interface RequestSlice {
  readonly request: VerificationRequest;
  readonly start: number;
  readonly count: number;
}

/** Entries waiting for verdicts: handed out in runs from the front, done when every verdict is in or one run failed. */
export class VerificationRequest {
  readonly #packed: Uint8Array;
  readonly #verdicts: boolean[];
  readonly #outcome = Promise.withResolvers<boolean[]>();
  #handedOut = 0;
  #missing: number;
  #settled = false;

  constructor(entries: readonly SignedMessage[]) {
    this.#packed = packEntries(entries);
    this.#verdicts = new Array<boolean>(entries.length).fill(false);
    this.#missing = entries.length;
  }

  get outcome(): Promise<boolean[]> {
    return this.#outcome.promise;
  }

  /** Entries that nobody verifies yet; none once the request is settled. */
  get waiting(): number {
    return this.#settled ? 0 : this.#verdicts.length - this.#handedOut;
  }

  /** Hands out up to `limit` entries. */
  take(limit: number): RequestSlice {
    const slice = {request: this, start: this.#handedOut, count: Math.min(limit, this.waiting)};
    this.#handedOut += slice.count;
    return slice;
  }

  /** The packed entries of a slice, not copied. */
  bytes({start, count}: RequestSlice): Uint8Array {
    return this.#packed.subarray(start * packedEntryLength, (start + count) * packedEntryLength);
  }

  finish({start, count}: RequestSlice, verdicts: Uint8Array): void {
    for (let i = 0; i < count; i++) this.#verdicts[start + i] = verdicts[i] === 1;
    this.#missing -= count;
    if (this.#missing > 0) return;
    this.#settled = true;
    this.#outcome.resolve(this.#verdicts);
  }

  fail(reason: unknown): void {
    this.#settled = true;
    this.#outcome.reject(reason);
  }
}
