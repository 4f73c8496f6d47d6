import {toHex} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {CallOptions} from "@oasis-node/rpc/service";
import type {Runtime} from "@oasis-node/state-transition/registry";
import type {StorageApi} from "../storageClient/index.ts";
import {StorageWorkerError} from "./errors.ts";
import {checkChange, checkChanges} from "./limits.ts";

/** Finds the storage of a runtime; undefined for one that the node does not serve. */
export type StorageLookup = (runtimeId: Namespace) => StorageApi | undefined;

/** The Storage service of several runtimes: each request goes to the storage of its namespace. */
export function storageRouter(lookup: StorageLookup): StorageApi {
  const at = (runtimeId: Namespace): StorageApi => {
    const storage = lookup(runtimeId);
    if (storage !== undefined) return storage;
    const text = `worker/storage: runtime ${toHex(runtimeId)} is not supported`;
    throw new StorageWorkerError("unsupportedRuntime", text);
  };
  return {
    syncGet: async (request, options) => at(request.tree.root.namespace).syncGet(request, options),
    syncGetPrefixes: async (request, options) =>
      at(request.tree.root.namespace).syncGetPrefixes(request, options),
    syncIterate: async (request, options) => at(request.tree.root.namespace).syncIterate(request, options),
    apply: async (request, options) => at(request.namespace).apply(request, options),
    applyBatch: async (request, options) => at(request.namespace).applyBatch(request, options),
    getCheckpoints: async (request, options) => at(request.namespace).getCheckpoints(request, options),
    getDiff: (request, options) => opened(() => at(request.startRoot.namespace).getDiff(request, options)),
    getCheckpointChunk: (request, options) =>
      opened(() => at(request.root.namespace).getCheckpointChunk(request, options)),
  };
}

export interface ExternalStorageOptions {
  /** Resolves when the storage can be used: that of all runtimes, or the one. Rejects when the signal is aborted before. */
  readonly ready: (signal: AbortSignal | undefined) => Promise<void>;
  /** Throws when the runtime has no active descriptor. */
  readonly descriptor: (runtimeId: Namespace) => Promise<Runtime>;
}

/** Storage as others may use it: nothing before it is ready, changes within the runtime's limits only. */
export function externalStorage(inner: StorageApi, {ready, descriptor}: ExternalStorageOptions): StorageApi {
  const after =
    <Q, R>(call: (request: Q, options?: CallOptions) => Promise<R>) =>
    async (request: Q, options?: CallOptions): Promise<R> => {
      await ready(options?.signal);
      return call(request, options);
    };
  const streamAfter = <Q, R>(call: (request: Q, options?: CallOptions) => AsyncIterable<R>) =>
    async function* (request: Q, options?: CallOptions): AsyncGenerator<R, undefined> {
      await ready(options?.signal);
      yield* call(request, options);
    };
  return {
    syncGet: after((request, options) => inner.syncGet(request, options)),
    syncGetPrefixes: after((request, options) => inner.syncGetPrefixes(request, options)),
    syncIterate: after((request, options) => inner.syncIterate(request, options)),
    apply: after(async (request, options) => {
      const {namespace, rootType, writeLog} = request;
      checkChange(rootType, writeLog ?? [], await descriptor(namespace));
      return inner.apply(request, options);
    }),
    applyBatch: after(async (request, options) => {
      checkChanges(request, await descriptor(request.namespace));
      return inner.applyBatch(request, options);
    }),
    getCheckpoints: after((request, options) => inner.getCheckpoints(request, options)),
    getDiff: streamAfter((request, options) => inner.getDiff(request, options)),
    getCheckpointChunk: streamAfter((request, options) => inner.getCheckpointChunk(request, options)),
  };
}

/** A stream that is looked for when it is read, so that failing to find it is a failure of the stream. */
async function* opened<T>(open: () => AsyncIterable<T>): AsyncGenerator<T, undefined> {
  yield* open();
}
