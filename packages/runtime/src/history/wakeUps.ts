/** Those who wait for the next change. */
export class WakeUps {
  readonly #waiting = new Set<() => void>();

  /** Resolves at the next change, or when the signal is aborted. */
  wait(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal?.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener("abort", wake, {once: true});
      if (signal?.aborted === true) wake();
    });
  }

  notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}
