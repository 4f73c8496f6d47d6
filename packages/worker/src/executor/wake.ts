/** Lets one piece of work wait until there is something to do; what happens meanwhile counts once. */
export class Wake {
  #next = Promise.withResolvers<void>();

  wake(): void {
    this.#next.resolve();
  }

  /** Resolves when it was woken since the last time, or when the signal is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    const {promise, resolve} = this.#next;
    const stop = () => resolve();
    signal.addEventListener("abort", stop, {once: true});
    if (signal.aborted) stop();
    await promise;
    signal.removeEventListener("abort", stop);
    this.#next = Promise.withResolvers<void>();
  }
}
