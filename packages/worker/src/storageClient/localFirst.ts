import type {CallOptions} from "@oasis-node/rpc/service";
import type {StorageApi} from "./storageApi.ts";

/** Storage of a node that keeps it itself: reads go there first and to the others when it fails, writes to the committee. */
export function localFirst(local: StorageApi, committee: StorageApi): StorageApi {
  const either =
    <Q, R>(method: (api: StorageApi, request: Q, options?: CallOptions) => Promise<R>) =>
    async (request: Q, options?: CallOptions): Promise<R> => {
      try {
        return await method(local, request, options);
      } catch {
        options?.signal?.throwIfAborted();
        return method(committee, request, options);
      }
    };
  /** The others are asked as long as nothing has been given on. */
  const eitherStream = <Q, R>(
    method: (api: StorageApi, request: Q, options?: CallOptions) => AsyncIterable<R>,
  ) =>
    async function* (request: Q, options?: CallOptions): AsyncGenerator<R, undefined> {
      let begun = false;
      try {
        for await (const item of method(local, request, options)) {
          begun = true;
          yield item;
        }
        return;
      } catch (error) {
        options?.signal?.throwIfAborted();
        if (begun) throw error;
      }
      yield* method(committee, request, options);
    };
  return {
    syncGet: either((api, request, options) => api.syncGet(request, options)),
    syncGetPrefixes: either((api, request, options) => api.syncGetPrefixes(request, options)),
    syncIterate: either((api, request, options) => api.syncIterate(request, options)),
    getCheckpoints: either((api, request, options) => api.getCheckpoints(request, options)),
    getDiff: eitherStream((api, request, options) => api.getDiff(request, options)),
    getCheckpointChunk: eitherStream((api, request, options) => api.getCheckpointChunk(request, options)),
    apply: (request, options) => committee.apply(request, options),
    applyBatch: (request, options) => committee.applyBatch(request, options),
  };
}
