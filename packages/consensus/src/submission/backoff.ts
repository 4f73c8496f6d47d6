/** How long to wait between tries. Times in milliseconds. */
export interface BackoffOptions {
  /** No interval grows beyond this, before it is spread; 60 s by default. */
  readonly maxIntervalMs?: number;
  /** No try begins later than this after the first; never stops by default. */
  readonly maxElapsedMs?: number;
}

const initialIntervalMs = 500;
const growth = 1.5;
const spread = 0.5;
const defaultMaxIntervalMs = 60_000;

/**
 * Exponential back-off with the reference's numbers: half a second at first, half as long again each time, each wait
 * spread evenly by half of it in both directions so that nodes that failed together do not come again together.
 */
export class Backoff {
  readonly #random: (length: number) => Uint8Array;
  readonly #maxIntervalMs: number;
  readonly #maxElapsedMs: number;
  #intervalMs = initialIntervalMs;

  constructor(random: (length: number) => Uint8Array, options: BackoffOptions = {}) {
    this.#random = random;
    this.#maxIntervalMs = options.maxIntervalMs ?? defaultMaxIntervalMs;
    this.#maxElapsedMs = options.maxElapsedMs ?? Number.POSITIVE_INFINITY;
  }

  /** Milliseconds to wait before the next try; null when so much time has passed that there is none. */
  next(elapsedMs: number): number | null {
    const interval = this.#intervalMs;
    this.#intervalMs = Math.min(interval * growth, this.#maxIntervalMs);
    const waitMs = Math.floor(interval * (1 - spread + 2 * spread * this.#fraction()));
    return elapsedMs + waitMs > this.#maxElapsedMs ? null : waitMs;
  }

  reset(): void {
    this.#intervalMs = initialIntervalMs;
  }

  /** Evenly from 0 to 1, without 1. */
  #fraction(): number {
    const [high = 0, low = 0] = this.#random(2);
    return (high * 256 + low) / 65_536;
  }
}
