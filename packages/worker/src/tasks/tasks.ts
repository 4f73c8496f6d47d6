/** Work that goes on beside each other, under one signal: nothing of it is left when `ended` has settled. */
export class Tasks {
  readonly #controller = new AbortController();
  readonly #running = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  /** Aborted when the work is to end, or when some of it has failed. */
  readonly signal: AbortSignal;

  constructor(signal: AbortSignal) {
    this.signal = AbortSignal.any([signal, this.#controller.signal]);
  }

  /** Starts a piece of work, unless everything is to end. What it throws before that ends everything. */
  start(work: () => Promise<void>): void {
    if (this.signal.aborted) return;
    const running = work()
      .catch((error: unknown) => {
        if (this.signal.aborted) return;
        this.#failures.push(error);
        this.#controller.abort(error);
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Keeps what `ended` waits for open until everything is to end. */
  hold(): void {
    this.start(
      () => new Promise((resolve) => this.signal.addEventListener("abort", () => resolve(), {once: true})),
    );
  }

  /** Has everything end. */
  stop(): void {
    this.#controller.abort();
  }

  /** Resolves when nothing runs any more. Throws with what a piece of work failed. */
  async ended(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#failures.length > 0) throw this.#failures[0];
  }
}
