/** What one atomic write changes: key → new value, or `null` to delete. Later changes of a key replace earlier ones. */
export class WriteSet {
  readonly #changes = new Map<string, Change>();
  /** Bytes of keys and values. */
  #bytes = 0;

  get size(): number {
    return this.#changes.size;
  }

  get bytes(): number {
    return this.#bytes;
  }

  put(key: Uint8Array, value: Uint8Array): void {
    this.#set(key, value);
  }

  delete(key: Uint8Array): void {
    this.#set(key, null);
  }

  /** Adds the changes of another set after those of this one. */
  append(other: WriteSet): void {
    for (const {key, value} of other.changes()) this.#set(key, value);
  }

  /** The change of a key; `undefined` when there is none. */
  get(key: Uint8Array): Uint8Array | null | undefined {
    return this.#changes.get(keyText(key))?.value;
  }

  changes(): Iterable<Change> {
    return this.#changes.values();
  }

  /** In the order of keys, in which a tree on disk takes them fastest. */
  sorted(): Change[] {
    return [...this.#changes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, change]) => change);
  }

  clear(): void {
    this.#changes.clear();
    this.#bytes = 0;
  }

  #set(key: Uint8Array, value: Uint8Array | null): void {
    const text = keyText(key);
    const previous = this.#changes.get(text);
    if (previous !== undefined) this.#bytes -= previous.key.length + (previous.value?.length ?? 0);
    this.#bytes += key.length + (value?.length ?? 0);
    this.#changes.set(text, {key, value});
  }
}

export interface Change {
  readonly key: Uint8Array;
  readonly value: Uint8Array | null;
}

/** Key as a string whose order is that of the bytes. */
export function keyText(key: Uint8Array): string {
  const buffer = Buffer.isBuffer(key) ? key : Buffer.from(key.buffer, key.byteOffset, key.byteLength);
  return buffer.toString("latin1");
}

/**
 * An ordered map of byte strings that survives crashes, as a node database needs it. Everything throws `NodeDbError`
 * only. Values handed in or out are not changed afterwards by either side.
 */
export interface OrderedStore {
  readonly readOnly: boolean;
  get(key: Uint8Array): Uint8Array | null;
  /**
   * Entries with `from` ≤ key < `to` in order, as they are when the iteration starts; it must not be suspended. Who wants
   * only the first ones says how many as `limit`, and may get more all the same.
   */
  range(
    from: Uint8Array,
    to: Uint8Array,
    limit?: number,
  ): Iterable<readonly [key: Uint8Array, value: Uint8Array]>;
  /** Makes all changes or none; they are durable when it returns. */
  write(changes: WriteSet): void;
  /** Bytes taken by what is stored; room left for reuse does not count. */
  size(): number;
  close(): Promise<void>;
}
