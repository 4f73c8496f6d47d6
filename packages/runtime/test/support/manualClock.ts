import type {Clock} from "@oasis-node/primitives/clock";

interface Sleeper {
  readonly until: bigint;
  readonly resolve: () => void;
}

/** A clock that stands still until it is moved. */
export class ManualClock implements Clock {
  #now = 1_000_000_000_000n;
  readonly #sleepers = new Set<Sleeper>();

  now(): bigint {
    return this.#now;
  }

  /** Milliseconds that somebody waits for, shortest first. */
  get waits(): number[] {
    return [...this.#sleepers]
      .map(({until}) => Number((until - this.#now) / 1_000_000n))
      .sort((a, b) => a - b);
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const {promise, resolve, reject} = Promise.withResolvers<void>();
    const sleeper = {until: this.#now + BigInt(milliseconds) * 1_000_000n, resolve};
    this.#sleepers.add(sleeper);
    const stop = () => {
      this.#sleepers.delete(sleeper);
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", stop, {once: true});
    return promise;
  }

  advance(milliseconds: number): void {
    this.#now += BigInt(milliseconds) * 1_000_000n;
    for (const sleeper of this.#sleepers) {
      if (sleeper.until > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.resolve();
    }
  }
}
