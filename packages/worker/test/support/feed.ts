import type {CallOptions} from "@oasis-node/rpc/service";

/** A stream with several readers, each of which gets what is pushed from its opening on. */
export class Feed<T> {
  readonly #readers = new Set<{readonly items: T[]; wake: () => void}>();
  #waiting: (() => void)[] = [];

  push(item: T): void {
    for (const reader of this.#readers) {
      reader.items.push(item);
      reader.wake();
    }
  }

  /** Resolves when so many read. */
  async untilRead(readers = 1): Promise<void> {
    while (this.#readers.size < readers) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  async *open({signal}: CallOptions = {}): AsyncGenerator<T, undefined> {
    const reader = {items: [] as T[], wake: () => {}};
    const onAbort = (): void => reader.wake();
    signal?.addEventListener("abort", onAbort);
    this.#readers.add(reader);
    for (const wake of this.#waiting.splice(0)) wake();
    try {
      while (signal?.aborted !== true) {
        const [item] = reader.items.splice(0, 1);
        if (item !== undefined) yield item;
        else
          await new Promise<void>((resolve) => {
            reader.wake = resolve;
          });
      }
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.#readers.delete(reader);
    }
  }
}
