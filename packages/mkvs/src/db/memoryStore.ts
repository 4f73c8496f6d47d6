import {OrderedMap} from "./orderedMap.ts";
import {type Change, keyText, type OrderedStore, type WriteSet} from "./orderedStore.ts";

interface Entry {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Keeps everything in memory; nothing survives but what the caller keeps of it. */
export class MemoryStore implements OrderedStore {
  readonly readOnly: boolean = false;
  readonly #entries = new OrderedMap<Entry>();
  #bytes = 0;

  get(key: Uint8Array): Uint8Array | null {
    return this.#entries.get(keyText(key))?.value ?? null;
  }

  *range(from: Uint8Array, to: Uint8Array): Generator<readonly [Uint8Array, Uint8Array]> {
    for (const [, {key, value}] of this.#entries.range(keyText(from), keyText(to))) yield [key, value];
  }

  write(changes: WriteSet): void {
    for (const change of changes.changes()) this.#apply(change);
  }

  size(): number {
    return this.#bytes;
  }

  async close(): Promise<void> {}

  #apply({key, value}: Change): void {
    const text = keyText(key);
    const previous = this.#entries.get(text);
    if (previous !== undefined) this.#bytes -= key.length + previous.value.length;
    if (value === null) {
      this.#entries.delete(text);
      return;
    }
    this.#bytes += key.length + value.length;
    this.#entries.set(text, {key, value});
  }
}
