import {decode, encode, type Schema, trusted} from "@oasis-node/primitives/cbor";
import type {ServiceStore} from "./serviceStore.ts";

/** One value of a service, in CBOR under a fixed key. */
export class StoredValue<T> {
  readonly #store: ServiceStore;
  readonly #key: string;
  readonly #schema: Schema<T>;

  constructor(store: ServiceStore, key: string, schema: Schema<T>) {
    this.#store = store;
    this.#key = key;
    this.#schema = schema;
  }

  /** Null when nothing was stored. Throws `CborError` for what is no such value. */
  async get(): Promise<T | null> {
    const bytes = await this.#store.get(this.#key);
    return bytes === null ? null : decode(this.#schema, bytes, trusted);
  }

  async put(value: T): Promise<void> {
    await this.#store.put(this.#key, encode(this.#schema, value));
  }

  async delete(): Promise<void> {
    await this.#store.delete(this.#key);
  }
}
