import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import {rootTypes} from "../node/index.ts";
import {type Item, type KeyValueIterator, type KeyValueTree, Tree} from "../tree/index.ts";

/**
 * Holds changes back from a tree until they are committed or discarded (primitives-mkvs §4.10). Reads of unchanged keys
 * go to the inner tree, which can be an overlay itself and must not be changed behind the overlay's back.
 */
export class Overlay implements KeyValueTree {
  readonly #inner: KeyValueTree;
  /** Values of the changed keys that exist. Never hashed. */
  #changed = newMemory();
  /** Keys of which this overlay knows more than the inner tree. */
  readonly #dirty = new BytesMap<Uint8Array, true>();

  constructor(inner: KeyValueTree) {
    this.#inner = inner;
  }

  get(key: Uint8Array): Uint8Array | null {
    return this.#dirty.has(key) ? this.#changed.get(key) : this.#inner.get(key);
  }

  insert(key: Uint8Array, value: Uint8Array): void {
    this.#changed.insert(key, value);
    this.#dirty.set(key, true);
  }

  /** Does not look whether the key exists: the inner tree will be asked to remove it in any case. */
  remove(key: Uint8Array): void {
    this.#changed.remove(key);
    this.#dirty.set(key, true);
  }

  /** A key that does not exist stays unchanged, so that nothing is written for it. */
  removeExisting(key: Uint8Array): Uint8Array | null {
    if (this.#dirty.has(key)) return this.#changed.removeExisting(key);
    const value = this.#inner.get(key);
    if (value !== null) this.#dirty.set(key, true);
    return value;
  }

  iterator(): KeyValueIterator {
    return new OverlayIterator(this.#inner.iterator(), this.#changed.iterator(), (key) =>
      this.#dirty.has(key),
    );
  }

  /**
   * Makes the changes in the inner tree: values in key order, then removals. The overlay is empty afterwards; the
   * reference keeps the values, and would write them again and iterate over them twice if it were used further.
   */
  commit(): void {
    const iterator = this.#changed.iterator();
    for (let item = iterator.rewind(); item !== null; item = iterator.next()) {
      this.#inner.insert(item.key, item.value);
      this.#dirty.delete(item.key);
    }
    for (const key of this.#dirty.keys()) this.#inner.remove(key);
    this.discard();
  }

  /** Forgets all changes. */
  discard(): void {
    this.#changed = newMemory();
    this.#dirty.clear();
  }
}

function newMemory(): Tree {
  return Tree.create({rootType: rootTypes.invalid, writeLog: false});
}

/** Merges both trees; of the inner one it passes over keys that were changed. Proofs are not possible. */
class OverlayIterator implements KeyValueIterator {
  readonly #inner: KeyValueIterator;
  readonly #changed: KeyValueIterator;
  readonly #isDirty: (key: Uint8Array) => boolean;

  constructor(inner: KeyValueIterator, changed: KeyValueIterator, isDirty: (key: Uint8Array) => boolean) {
    this.#inner = inner;
    this.#changed = changed;
    this.#isDirty = isDirty;
  }

  get current(): Item | null {
    return this.#ahead()?.current ?? null;
  }

  rewind(): Item | null {
    return this.seek(new Uint8Array());
  }

  seek(key: Uint8Array): Item | null {
    this.#inner.seek(key);
    this.#changed.seek(key);
    return this.#settle();
  }

  next(): Item | null {
    this.#ahead()?.next();
    return this.#settle();
  }

  #settle(): Item | null {
    while (this.#inner.current !== null && this.#isDirty(this.#inner.current.key)) this.#inner.next();
    return this.current;
  }

  /** The iterator with the smaller key. */
  #ahead(): KeyValueIterator | null {
    const inner = this.#inner.current;
    const changed = this.#changed.current;
    if (inner === null) return changed === null ? null : this.#changed;
    return changed === null || compare(inner.key, changed.key) < 0 ? this.#inner : this.#changed;
  }
}
