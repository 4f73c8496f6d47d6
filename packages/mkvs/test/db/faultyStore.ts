import {NodeDbError, type OrderedStore, type WriteSet} from "../../src/db/index.ts";

/** A store whose writes fail from the `failAt`-th on. */
export class FaultyStore implements OrderedStore {
  readonly readOnly = false;
  readonly #inner: OrderedStore;
  readonly #failAt: number;
  writes = 0;

  constructor(inner: OrderedStore, failAt: number) {
    this.#inner = inner;
    this.#failAt = failAt;
  }

  get(key: Uint8Array): Uint8Array | null {
    return this.#inner.get(key);
  }

  range(from: Uint8Array, to: Uint8Array): Iterable<readonly [Uint8Array, Uint8Array]> {
    return this.#inner.range(from, to);
  }

  write(changes: WriteSet): void {
    this.writes++;
    if (this.writes >= this.#failAt)
      throw new NodeDbError("storageFull", "write failed: no space left on device");
    this.#inner.write(changes);
  }

  size(): number {
    return this.#inner.size();
  }

  async close(): Promise<void> {}
}
