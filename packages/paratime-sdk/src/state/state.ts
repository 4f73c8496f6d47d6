import type {Item} from "@oasis-node/mkvs/tree";

/** A key-value store whose answers are proven, and take a while when they have to be fetched. */
export interface ReadableState {
  /** Value of a key; `null` = absent. */
  get(key: Uint8Array): Promise<Uint8Array | null>;
  /** Items from a key on, in key order. Nothing may be changed in between. */
  iterate(from: Uint8Array): AsyncIterable<Item>;
}

/** The state of the ParaTime as one batch sees and changes it. */
export interface State extends ReadableState {
  /** Sets a value; resolves with the one before, `null` = absent. */
  insert(key: Uint8Array, value: Uint8Array): Promise<Uint8Array | null>;
  /** Removes a key; resolves with the value it had, `null` = absent. */
  remove(key: Uint8Array): Promise<Uint8Array | null>;
}
