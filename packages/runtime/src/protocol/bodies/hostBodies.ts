import {GetPrefixesRequest, IterateRequest, ProofResponse, TreeId} from "@oasis-node/mkvs/syncer";
import {
  bool,
  bytes,
  field,
  list,
  nullable,
  omitEmpty,
  struct,
  text,
  u8,
  u32,
  u64,
} from "@oasis-node/primitives/cbor";
import {Hash} from "@oasis-node/primitives/hash";
import {type Form, noBytes} from "../form.ts";
import {Empty, LightBlock} from "./common.ts";

/** Requests of a runtime and their answers, by name (runtime-workers §1.6). */
export function hostBodies(form: Form) {
  const filledBytes = form.filled(bytes, noBytes);
  return {
    HostRPCCallRequest: struct("protocol.HostRPCCallRequest", {endpoint: text, request: filledBytes}),
    HostRPCCallResponse: struct("protocol.HostRPCCallResponse", {response: bytes}),
    HostStorageSyncRequest: storageSyncRequest(form),
    HostStorageSyncResponse: struct("protocol.HostStorageSyncResponse", {
      proofResponse: field("ProofResponse", omitEmpty(nullable(ProofResponse))),
    }),
    HostLocalStorageGetRequest: struct("protocol.HostLocalStorageGetRequest", {key: filledBytes}),
    HostLocalStorageGetResponse: struct("protocol.HostLocalStorageGetResponse", {value: bytes}),
    HostLocalStorageSetRequest: struct("protocol.HostLocalStorageSetRequest", {
      key: filledBytes,
      value: filledBytes,
    }),
    HostLocalStorageSetResponse: Empty,
    HostFetchConsensusBlockRequest: struct("protocol.HostFetchConsensusBlockRequest", {height: u64}),
    HostFetchConsensusBlockResponse: struct("protocol.HostFetchConsensusBlockResponse", {block: LightBlock}),
    HostFetchTxBatchRequest: struct("protocol.HostFetchTxBatchRequest", {
      offset: omitEmpty(nullable(Hash)),
      limit: u32,
    }),
    HostFetchTxBatchResponse: struct("protocol.HostFetchTxBatchResponse", {batch: omitEmpty(list(bytes))}),
  };
}

/** Exactly one of the three reads is set. */
function storageSyncRequest(form: Form) {
  const getRequest = struct("syncer.GetRequest", {
    tree: TreeId,
    key: form.filled(bytes, noBytes),
    includeSiblings: form.hostOmits(bool),
  });
  return struct("protocol.HostStorageSyncRequest", {
    /** One of `storageEndpoints`. */
    endpoint: form.hostOmits(u8),
    syncGet: field("SyncGet", omitEmpty(nullable(getRequest))),
    syncGetPrefixes: field("SyncGetPrefixes", omitEmpty(nullable(GetPrefixesRequest))),
    syncIterate: field("SyncIterate", omitEmpty(nullable(IterateRequest))),
  });
}
