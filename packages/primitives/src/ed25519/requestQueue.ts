import type {RequestSlice, VerificationRequest} from "./verificationRequest.ts";

/** Requests with entries to hand out: urgent ones first, otherwise first come first served. */
export class RequestQueue {
  readonly #urgent = new Set<VerificationRequest>();
  readonly #ordinary = new Set<VerificationRequest>();
  #waiting = 0;

  /** Entries that nobody verifies yet. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether the caller of one of the requests helps. */
  get hasUrgent(): boolean {
    return this.#urgent.size > 0;
  }

  add(request: VerificationRequest, urgent: boolean): void {
    (urgent ? this.#urgent : this.#ordinary).add(request);
    this.#waiting += request.waiting;
  }

  /** Hands out up to `limit` entries, of several requests if need be. */
  take(limit: number): RequestSlice[] {
    const slices: RequestSlice[] = [];
    let room = limit;
    for (const request of this.#requests()) {
      if (room === 0) break;
      const slice = this.takeFrom(request, room);
      slices.push(slice);
      room -= slice.count;
    }
    return slices;
  }

  /** Hands out up to `limit` entries of one request. */
  takeFrom(request: VerificationRequest, limit: number): RequestSlice {
    const slice = request.take(limit);
    this.#waiting -= slice.count;
    if (request.waiting === 0) this.#remove(request);
    return slice;
  }

  /** Ends a request without verdicts; what is handed out of it comes back to nobody. */
  fail(request: VerificationRequest, reason: unknown): void {
    if (this.#remove(request)) this.#waiting -= request.waiting;
    request.fail(reason);
  }

  failAll(reason: unknown): void {
    for (const request of this.#requests()) this.fail(request, reason);
  }

  /** Fails all but the urgent requests. */
  failOrdinary(reason: unknown): void {
    for (const request of this.#ordinary) this.fail(request, reason);
  }

  *#requests(): Iterable<VerificationRequest> {
    yield* this.#urgent;
    yield* this.#ordinary;
  }

  #remove(request: VerificationRequest): boolean {
    return this.#urgent.delete(request) || this.#ordinary.delete(request);
  }
}
