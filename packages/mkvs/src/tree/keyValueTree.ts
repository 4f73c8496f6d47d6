/** A key with its value. */
export interface Item {
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

/** Goes through keys in lexicographic order, a prefix before its extensions. Starts at no item. */
export interface KeyValueIterator {
  /** The item the iterator is at; `null` before the first seek and after the last item. */
  readonly current: Item | null;
  /** Moves to the first item. Each move returns the new current item. */
  rewind(): Item | null;
  /** Moves to the first item whose key is `key` or larger. */
  seek(key: Uint8Array): Item | null;
  next(): Item | null;
}

/** What trees and overlays have in common. Keys have at most 8191 bytes, longer ones throw `NodeError` `keyTooLong`. */
export interface KeyValueTree {
  /** Value of a key; `null` = absent, which is not the same as an empty value. */
  get(key: Uint8Array): Uint8Array | null;
  /** Sets the value of a key. The arrays are kept, not copied. */
  insert(key: Uint8Array, value: Uint8Array): void;
  /** Removes a key if it is there. */
  remove(key: Uint8Array): void;
  /** Removes a key and returns the value it had; `null` = absent. */
  removeExisting(key: Uint8Array): Uint8Array | null;
  iterator(): KeyValueIterator;
}
