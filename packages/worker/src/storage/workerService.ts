import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api} from "@oasis-node/rpc/service";
import type {storageWorkerService} from "@oasis-node/rpc/services";
import type {StorageApi} from "../storageClient/index.ts";
import {storageWorkerErrors} from "./errors.ts";
import type {RuntimeStorage} from "./runtimeStorage.ts";

/** Finds the worker of a runtime; undefined for one that the node does not serve. */
export type RuntimeStorageLookup = (runtimeId: Namespace) => RuntimeStorage | undefined;

/** The StorageWorker service (cli-config-grpc §5.3). Throws `storageWorkerErrors.runtimeNotFound`. */
export function storageWorkerBackend(lookup: RuntimeStorageLookup): Api<typeof storageWorkerService> {
  const at = (runtimeId: Namespace): RuntimeStorage => {
    const worker = lookup(runtimeId);
    if (worker === undefined) throw storageWorkerErrors.runtimeNotFound();
    return worker;
  };
  return {
    getLastSyncedRound: async ({runtimeId}) => at(runtimeId).lastSynced(),
    waitForRound: async ({runtimeId, round, root}, options) => ({
      lastRound: await at(runtimeId).waitForRound(round, root, options?.signal),
    }),
    pauseCheckpointer: async ({runtimeId, pause}) => at(runtimeId).pauseCheckpointer(pause),
  };
}

/** The storage of the own node for its own use: reads wait until the root is there. */
export function syncedStorage(worker: RuntimeStorage): StorageApi {
  const {storage} = worker;
  const wait = (root: Parameters<RuntimeStorage["waitForRound"]>[1], signal?: AbortSignal) =>
    worker.waitForRound(0n, root, signal);
  return {
    apply: (request) => storage.apply(request),
    applyBatch: (request) => storage.applyBatch(request),
    syncGet: async (request, options) => {
      await wait(request.tree.root, options?.signal);
      return storage.syncGet(request);
    },
    syncGetPrefixes: async (request, options) => {
      await wait(request.tree.root, options?.signal);
      return storage.syncGetPrefixes(request);
    },
    syncIterate: async (request, options) => {
      await wait(request.tree.root, options?.signal);
      return storage.syncIterate(request);
    },
    getDiff: async function* (request, options) {
      await wait(request.endRoot, options?.signal);
      yield* storage.getDiff(request);
    },
    getCheckpoints: (request) => storage.getCheckpoints(request),
    getCheckpointChunk: (request) => storage.getCheckpointChunk(request),
  };
}
