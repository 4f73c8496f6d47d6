import type {HostCalls} from "./hostCalls.ts";

/**
 * Keeps values on this host only (runtime-workers §1.6). Do not trust what it gives: the host can do with it what it
 * likes.
 */
export interface LocalStorage {
  /** Empty when there is none. */
  get(key: Uint8Array): Promise<Uint8Array>;
  set(key: Uint8Array, value: Uint8Array): Promise<void>;
}

/** Rejects with the `CodedError` the host answers. */
export function localStorage(host: HostCalls): LocalStorage {
  return {
    get: async (key) => (await host.call("HostLocalStorageGetRequest", {key})).value ?? new Uint8Array(),
    set: async (key, value) => {
      await host.call("HostLocalStorageSetRequest", {key, value});
    },
  };
}
