/**
 * A map whose keys are byte strings compared by content. Iterates in insertion order, as `Map` does; the CBOR codec
 * puts entries in canonical order when it encodes.
 */
export class BytesMap<K extends Uint8Array, V> implements Iterable<readonly [K, V]> {
  readonly #entries = new Map<string, readonly [K, V]>();

  constructor(entries: Iterable<readonly [K, V]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Uint8Array): V | undefined {
    return this.#entries.get(index(key))?.[1];
  }

  has(key: Uint8Array): boolean {
    return this.#entries.has(index(key));
  }

  set(key: K, value: V): this {
    this.#entries.set(index(key), [key, value]);
    return this;
  }

  delete(key: Uint8Array): boolean {
    return this.#entries.delete(index(key));
  }

  clear(): void {
    this.#entries.clear();
  }

  entries(): IterableIterator<readonly [K, V]> {
    return this.#entries.values();
  }

  *keys(): IterableIterator<K> {
    for (const [key] of this.#entries.values()) yield key;
  }

  *values(): IterableIterator<V> {
    for (const [, value] of this.#entries.values()) yield value;
  }

  [Symbol.iterator](): IterableIterator<readonly [K, V]> {
    return this.entries();
  }
}

function index(key: Uint8Array): string {
  return Buffer.from(key.buffer, key.byteOffset, key.byteLength).toString("latin1");
}
