import type {Clock} from "@oasis-node/primitives/clock";

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

/** Time that passes when a test says so. */
export class ManualClock implements Clock {
  #milliseconds = 0;
  readonly #sleepers = new Set<Sleeper>();

  now(): bigint {
    return BigInt(this.#milliseconds) * 1_000_000n;
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = (): void => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const sleeper: Sleeper = {
        until: this.#milliseconds + milliseconds,
        wake: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      this.#sleepers.add(sleeper);
      signal?.addEventListener("abort", abort, {once: true});
    });
  }

  advance(milliseconds: number): void {
    this.#milliseconds += milliseconds;
    for (const sleeper of [...this.#sleepers]) {
      if (sleeper.until > this.#milliseconds) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}

/** A clock on which everybody wakes as soon as others have had their turn; keeps how long they wanted to sleep. */
export class SleeplessClock implements Clock {
  readonly slept: number[] = [];

  now(): bigint {
    return 0n;
  }

  async sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    this.slept.push(milliseconds);
    await new Promise((resolve) => setTimeout(resolve, 1));
    signal?.throwIfAborted();
  }
}
