interface Waiter {
  readonly round: bigint;
  readonly resolve: () => void;
}

/** Those who wait until a round is final. */
export class RoundWaiters {
  readonly #waiters = new Set<Waiter>();

  /** Resolves when `notify` has been told of the round or a later one; rejects when the signal is aborted before. */
  wait(round: bigint, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      const abort = (): void => {
        this.#waiters.delete(waiter);
        reject(signal?.reason);
      };
      const waiter: Waiter = {
        round,
        resolve: () => {
          signal?.removeEventListener("abort", abort);
          resolve();
        },
      };
      this.#waiters.add(waiter);
      signal?.addEventListener("abort", abort, {once: true});
    });
  }

  notify(round: bigint): void {
    for (const waiter of this.#waiters) {
      if (waiter.round > round) continue;
      this.#waiters.delete(waiter);
      waiter.resolve();
    }
  }
}
