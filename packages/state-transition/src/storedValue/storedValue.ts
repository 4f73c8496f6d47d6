import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, type Schema} from "@oasis-node/primitives/cbor";
import type {KeyFormat, KeyInput, KeyOutput, Leading} from "@oasis-node/primitives/keyFormat";
import {StateError} from "./stateError.ts";

/** The value stored under a key; null when there is none. Throws `StateError` `corrupted`. */
export function readValue<T>(tree: KeyValueTree, key: Uint8Array, schema: Schema<T>): T | null {
  const raw = tree.get(key);
  return raw === null ? null : decodeStored(schema, raw, key);
}

/** The value stored under a key that is always there after genesis. Throws `StateError`. */
export function readRequired<T>(tree: KeyValueTree, key: Uint8Array, schema: Schema<T>): T {
  const value = readValue(tree, key, schema);
  if (value !== null) return value;
  throw new StateError("missing", `state: no ${schema.name}`, {details: {key: toHex(key)}});
}

export function writeValue<T>(tree: KeyValueTree, key: Uint8Array, schema: Schema<T>, value: T): void {
  tree.insert(key, encode(schema, value));
}

/** Decodes what was stored under `key`. Throws `StateError` `corrupted`. */
export function decodeStored<T>(schema: Schema<T>, raw: Uint8Array, key: Uint8Array): T {
  try {
    return decode(schema, raw);
  } catch (cause) {
    throw new StateError("corrupted", `state: malformed ${schema.name}`, {
      details: {key: toHex(key)},
      cause,
    });
  }
}

/** A stored entry with the values its key is made of. */
export interface StoredEntry<E extends readonly unknown[]> {
  readonly key: Uint8Array;
  readonly parts: KeyOutput<E>;
  readonly value: Uint8Array;
}

/** Entries of a key format in key order, those whose keys start with the given parts. Collected before the caller goes on, so it may write meanwhile. */
export function storedEntries<E extends readonly unknown[]>(
  tree: KeyValueTree,
  format: KeyFormat<E>,
  ...leading: Leading<KeyInput<E>>
): StoredEntry<E>[] {
  const prefix = format.encodePrefix(...leading);
  const iterator = tree.iterator();
  const entries: StoredEntry<E>[] = [];
  for (let item = iterator.seek(prefix); item !== null; item = iterator.next()) {
    const {key, value} = item;
    const parts = equal(key.subarray(0, prefix.length), prefix) ? format.decode(key) : null;
    if (parts === null) break;
    entries.push({key, parts, value});
  }
  return entries;
}

/** Whether there is an entry whose key starts with the given parts. */
export function hasStored<E extends readonly unknown[]>(
  tree: KeyValueTree,
  format: KeyFormat<E>,
  ...leading: Leading<KeyInput<E>>
): boolean {
  const prefix = format.encodePrefix(...leading);
  const first = tree.iterator().seek(prefix);
  return first !== null && equal(first.key.subarray(0, prefix.length), prefix);
}
