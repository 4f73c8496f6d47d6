import type {BodyType} from "./message.ts";

/** Requests of the host to a runtime, each with the body that answers it (runtime-workers §1.5). */
export const runtimeRequests = {
  RuntimeInfoRequest: "RuntimeInfoResponse",
  RuntimePingRequest: "Empty",
  RuntimeShutdownRequest: "Empty",
  RuntimeAbortRequest: "RuntimeAbortResponse",
  RuntimeCapabilityTEERakInitRequest: "RuntimeCapabilityTEERakInitResponse",
  RuntimeCapabilityTEERakReportRequest: "RuntimeCapabilityTEERakReportResponse",
  RuntimeCapabilityTEERakAvrRequest: "RuntimeCapabilityTEERakAvrResponse",
  RuntimeRPCCallRequest: "RuntimeRPCCallResponse",
  RuntimeLocalRPCCallRequest: "RuntimeLocalRPCCallResponse",
  RuntimeCheckTxBatchRequest: "RuntimeCheckTxBatchResponse",
  RuntimeExecuteTxBatchRequest: "RuntimeExecuteTxBatchResponse",
  RuntimeKeyManagerPolicyUpdateRequest: "RuntimeKeyManagerPolicyUpdateResponse",
  RuntimeQueryRequest: "RuntimeQueryResponse",
  RuntimeConsensusSyncRequest: "RuntimeConsensusSyncResponse",
} as const satisfies RequestTable;

/** Requests of a runtime to its host, each with the body that answers it (runtime-workers §1.6). */
export const hostRequests = {
  HostRPCCallRequest: "HostRPCCallResponse",
  HostStorageSyncRequest: "HostStorageSyncResponse",
  HostLocalStorageGetRequest: "HostLocalStorageGetResponse",
  HostLocalStorageSetRequest: "HostLocalStorageSetResponse",
  HostFetchConsensusBlockRequest: "HostFetchConsensusBlockResponse",
  HostFetchTxBatchRequest: "HostFetchTxBatchResponse",
} as const satisfies RequestTable;

/** Which body answers which request. */
export type RequestTable = {readonly [K in BodyType]?: BodyType};

export type RuntimeRequests = typeof runtimeRequests;
export type HostRequests = typeof hostRequests;
