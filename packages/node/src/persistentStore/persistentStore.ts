import {join} from "node:path";
import {LmdbStore, type OrderedStore, WriteSet} from "@oasis-node/mkvs/db";
import {utf8} from "@oasis-node/primitives/bytes";
import type {ServiceStore} from "@oasis-node/worker/store";
import {makeDirectory} from "../dataDirectory/index.ts";

/** Directory of the store in the data directory. */
export const persistentStoreName = "persistent-store.lmdb.db";

/** The part of a service that may also be used by code that cannot wait. */
export interface ImmediateStore extends ServiceStore {
  /** Null for a key that is not there. Throws `NodeDbError`. */
  getNow(key: string): Uint8Array | null;
  /** On disk when it returns. Throws `NodeDbError`. */
  putNow(key: string, value: Uint8Array): void;
}

/**
 * What a node remembers between its runs, apart from the chain: a few small values of each service under keys of its own
 * (cli-config-grpc §2.1). Each write is whole or not at all, and on disk when it resolves. Everything rejects with
 * `NodeDbError` only.
 */
export class PersistentStore {
  readonly #store: OrderedStore;

  constructor(store: OrderedStore) {
    this.#store = store;
  }

  /** The store of a data directory, which has to be locked for this process. Throws `NodeDbError`, `DataDirectoryError`. */
  static async open(dataDirectory: string): Promise<PersistentStore> {
    const path = join(dataDirectory, persistentStoreName);
    await makeDirectory(path);
    return new PersistentStore(new LmdbStore({path, readOnly: false, noSync: false}));
  }

  /** The part of a service, such as `worker/registration`. Its name has no dot, which ends it in the store. */
  service(name: string): ImmediateStore {
    const keyOf = (key: string): Uint8Array => utf8(`${name}.${key}`);
    const write = (key: string, value: Uint8Array | null): void => {
      const changes = new WriteSet();
      if (value === null) changes.delete(keyOf(key));
      else changes.put(keyOf(key), value);
      this.#store.write(changes);
    };
    return {
      getNow: (key) => this.#store.get(keyOf(key)),
      putNow: (key, value) => write(key, value),
      get: async (key) => this.#store.get(keyOf(key)),
      put: async (key, value) => write(key, value),
      delete: async (key) => write(key, null),
    };
  }

  async close(): Promise<void> {
    await this.#store.close();
  }
}
