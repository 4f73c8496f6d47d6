import type {Inclusion} from "../engine/index.ts";

/** Those who wait until a transaction of theirs is in a block, by the hash of the transaction. */
export class InclusionWaiters {
  readonly #waiting = new Map<string, PromiseWithResolvers<Inclusion>>();

  /** Resolves when the transaction is settled; rejects with the signal's reason or with that of `fail`. */
  wait(hash: string, signal: AbortSignal): Promise<Inclusion> {
    const waiter = Promise.withResolvers<Inclusion>();
    const abort = (): void => {
      this.#waiting.delete(hash);
      waiter.reject(signal.reason);
    };
    this.#waiting.set(hash, waiter);
    signal.addEventListener("abort", abort, {once: true});
    return waiter.promise.finally(() => signal.removeEventListener("abort", abort));
  }

  settle(hash: string, inclusion: Inclusion): void {
    this.#waiting.get(hash)?.resolve(inclusion);
    this.#waiting.delete(hash);
  }

  /** One that will not be settled. */
  fail(hash: string, error: unknown): void {
    this.#waiting.get(hash)?.reject(error);
    this.#waiting.delete(hash);
  }

  failAll(error: unknown): void {
    for (const hash of [...this.#waiting.keys()]) this.fail(hash, error);
  }
}
