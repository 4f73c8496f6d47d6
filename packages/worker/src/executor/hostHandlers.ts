import {asHeight} from "@oasis-node/primitives/epoch";
import type {Api, CallOptions} from "@oasis-node/rpc/service";
import type {consensusLightService, storageService} from "@oasis-node/rpc/services";
import {
  type BodyValue,
  type Handlers,
  type HostRequests,
  storageEndpoints,
} from "@oasis-node/runtime/protocol";
import type {TransactionPool} from "../transactionPool/index.ts";
import {ExecutorError} from "./executorError.ts";

type Reads = "syncGet" | "syncGetPrefixes" | "syncIterate";

/** What a hosted runtime can reach through its host (runtime-workers §1.6). */
export interface HostServices {
  readonly storage: Pick<Api<typeof storageService>, Reads>;
  readonly consensusLight: Pick<
    Api<typeof consensusLightService>,
    "getLightBlock" | "stateSyncGet" | "stateSyncGetPrefixes" | "stateSyncIterate"
  >;
  /** What the runtime keeps on this machine only; bytes that are not there are empty. */
  readonly localStorage: {
    get(key: Uint8Array): Promise<Uint8Array> | Uint8Array;
    set(key: Uint8Array, value: Uint8Array): Promise<void> | void;
  };
  /** Forwards frames to the key manager; null for a runtime without one. */
  readonly keyManager: {
    callRemote(request: Uint8Array, signal: AbortSignal): Promise<Uint8Array>;
  } | null;
}

const keyManagerEndpoint = "key-manager";
const none = new Uint8Array();

/** Serves the requests of a runtime, but for those for transactions. */
export function hostHandlers(services: HostServices): Handlers<HostRequests> {
  const {localStorage, consensusLight} = services;
  return {
    HostRPCCallRequest: async ({endpoint, request}, {signal}) => {
      if (endpoint !== keyManagerEndpoint) throw endpointNotSupported();
      if (services.keyManager === null) throw new ExecutorError("unavailable", "no key manager");
      return {response: await services.keyManager.callRemote(request ?? none, signal)};
    },
    HostStorageSyncRequest: async (request, context) => ({
      proofResponse: await proofFor(services, request, context),
    }),
    HostLocalStorageGetRequest: async ({key}) => ({value: await localStorage.get(key ?? none)}),
    HostLocalStorageSetRequest: async ({key, value}) => {
      await localStorage.set(key ?? none, value ?? none);
      return {};
    },
    HostFetchConsensusBlockRequest: async ({height}, {signal}) => ({
      block: await consensusLight.getLightBlock(asHeight(height), {signal}),
    }),
  };
}

/** The same with transactions: only the executor's runtime may ask for them. */
export function executorHandlers(
  services: HostServices,
  pool: Pick<TransactionPool, "prioritized">,
): Handlers<HostRequests> {
  return {
    ...hostHandlers(services),
    HostFetchTxBatchRequest: ({offset, limit}) => ({
      batch: pool.prioritized(offset, limit).map(({raw}) => raw),
    }),
  };
}

function proofFor(
  {storage, consensusLight}: HostServices,
  {endpoint, syncGet, syncGetPrefixes, syncIterate}: BodyValue<"HostStorageSyncRequest">,
  options: CallOptions,
) {
  if (endpoint !== storageEndpoints.runtime && endpoint !== storageEndpoints.consensus)
    throw endpointNotSupported();
  const isRuntime = endpoint === storageEndpoints.runtime;
  if (syncGet !== null)
    return isRuntime ? storage.syncGet(syncGet, options) : consensusLight.stateSyncGet(syncGet, options);
  if (syncGetPrefixes !== null)
    return isRuntime
      ? storage.syncGetPrefixes(syncGetPrefixes, options)
      : consensusLight.stateSyncGetPrefixes(syncGetPrefixes, options);
  if (syncIterate !== null)
    return isRuntime
      ? storage.syncIterate(syncIterate, options)
      : consensusLight.stateSyncIterate(syncIterate, options);
  throw new ExecutorError("methodNotSupported", "method not supported");
}

function endpointNotSupported(): ExecutorError {
  return new ExecutorError("endpointNotSupported", "endpoint not supported");
}
