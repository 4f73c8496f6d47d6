import {OrderedMap} from "./orderedMap.ts";
import {type Change, keyText, type OrderedStore, WriteSet} from "./orderedStore.ts";

/** Changes waiting in memory before they are written anyway. */
const bufferLimit = 16 << 20;

/**
 * Holds back changes that need not be durable yet, such as roots that may still be discarded: they are read as if
 * written, and go to the store below together with the next durable write, in the same transaction. A crash loses them.
 */
export class BufferedStore {
  readonly #store: OrderedStore;
  readonly #waiting = new OrderedMap<Change>();
  #bytes = 0;

  constructor(store: OrderedStore) {
    this.#store = store;
  }

  get readOnly(): boolean {
    return this.#store.readOnly;
  }

  get(key: Uint8Array): Uint8Array | null {
    const change = this.#waiting.size === 0 ? undefined : this.#waiting.get(keyText(key));
    return change === undefined ? this.#store.get(key) : change.value;
  }

  /** Entries with `from` ≤ key < `to`, in order. */
  range(from: Uint8Array, to: Uint8Array): (readonly [key: Uint8Array, value: Uint8Array])[] {
    const stored = [...this.#store.range(from, to)];
    const changes = [...this.#waiting.range(keyText(from), keyText(to))];
    if (changes.length === 0) return stored;
    const merged = new Map(stored.map((entry) => [keyText(entry[0]), entry] as const));
    for (const [text, {key, value}] of changes) {
      if (value === null) merged.delete(text);
      else merged.set(text, [key, value]);
    }
    return [...merged].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, entry]) => entry);
  }

  /** Takes changes that may be lost in a crash; writes them when too many wait. */
  hold(changes: WriteSet): void {
    for (const change of changes.changes()) this.#waiting.set(keyText(change.key), change);
    this.#bytes += changes.bytes;
    if (this.#bytes > bufferLimit) this.flush();
  }

  /** Writes everything held back and these changes at once; durable when it returns. */
  write(changes: WriteSet): void {
    const all = new WriteSet();
    for (const [, {key, value}] of this.#waiting.range("", afterAllKeys)) {
      if (value === null) all.delete(key);
      else all.put(key, value);
    }
    all.append(changes);
    this.#store.write(all);
    this.#waiting.clear();
    this.#bytes = 0;
  }

  /** Writes everything held back. */
  flush(): void {
    if (this.#waiting.size > 0) this.write(new WriteSet());
  }

  size(): number {
    return this.#store.size() + this.#bytes;
  }

  /** Drops what is held back; flush first to keep it. */
  close(): Promise<void> {
    return this.#store.close();
  }
}

/** Keys are strings of Latin-1 characters. */
const afterAllKeys = "\u0100";
