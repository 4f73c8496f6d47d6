import type {GetRequest, ProofResponse, ReadSyncer} from "@oasis-node/mkvs/syncer";
import type {BodyValue} from "@oasis-node/runtime/protocol";
import type {HostCalls} from "./hostCalls.ts";
import {StateError} from "./stateError.ts";

type Request = BodyValue<"HostStorageSyncRequest">;

const noRequest = {syncGet: null, syncGetPrefixes: null, syncIterate: null};

/**
 * Reads a tree over the host, by proofs that the caller checks (runtime-workers §1.6). `endpoint` is one of
 * `storageEndpoints`. A read the host refuses throws `StateError` `unavailable`.
 */
export function hostSyncer(host: HostCalls, endpoint: number): ReadSyncer {
  const ask = async (request: Partial<Request>): Promise<ProofResponse> => {
    const {proofResponse} = await read(host, {endpoint, ...noRequest, ...request});
    if (proofResponse === null) throw new StateError("unavailable", "host answered a read without a proof");
    return proofResponse;
  };
  return {
    syncGet: (request: GetRequest) => ask({syncGet: request}),
    syncGetPrefixes: (request) => ask({syncGetPrefixes: request}),
    syncIterate: (request) => ask({syncIterate: request}),
  };
}

async function read(host: HostCalls, request: Request): Promise<BodyValue<"HostStorageSyncResponse">> {
  try {
    return await host.call("HostStorageSyncRequest", request);
  } catch (cause) {
    throw new StateError("unavailable", "host refuses to read the state", {cause});
  }
}
