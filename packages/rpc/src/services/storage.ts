import {ChunkMetadata, GetCheckpointsRequest, Metadata} from "@oasis-node/mkvs/checkpoint";
import {Root} from "@oasis-node/mkvs/node";
import {GetPrefixesRequest, GetRequest, IterateRequest, ProofResponse} from "@oasis-node/mkvs/syncer";
import {bool, bytes, field, list, struct, u8, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {signed} from "@oasis-node/primitives/signature";
import {ReceiptBody, WriteLog} from "@oasis-node/state-transition/storage";
import {defineService, stream, unary} from "../service/index.ts";

/** A storage node's signature over what it keeps. */
export const Receipt = signed("storage.Receipt", ReceiptBody);

/** Changes from one root to the next, to be applied and checked against the root they lead to. */
export const ApplyRequest = struct("storage.ApplyRequest", {
  namespace: Namespace,
  rootType: u8,
  srcRound: Round,
  srcRoot: Hash,
  dstRound: Round,
  dstRoot: Hash,
  writeLog: field("writelog", WriteLog),
});
export type ApplyRequest = ValueOf<typeof ApplyRequest>;

/** One of several changes that lead to the same round. */
export const ApplyOp = struct("storage.ApplyOp", {
  rootType: u8,
  srcRound: Round,
  srcRoot: Hash,
  dstRoot: Hash,
  writeLog: field("writelog", WriteLog),
});
export type ApplyOp = ValueOf<typeof ApplyOp>;

export const ApplyBatchRequest = struct("storage.ApplyBatchRequest", {
  namespace: Namespace,
  dstRound: Round,
  ops: list(ApplyOp),
});
export type ApplyBatchRequest = ValueOf<typeof ApplyBatchRequest>;

/** How much of a difference to send: from a key on, and at most so many entries (0: all). */
export const SyncOptions = struct("storage.SyncOptions", {offsetKey: bytes, limit: u64});
export type SyncOptions = ValueOf<typeof SyncOptions>;

export const GetDiffRequest = struct("storage.GetDiffRequest", {
  startRoot: Root,
  endRoot: Root,
  options: SyncOptions,
});
export type GetDiffRequest = ValueOf<typeof GetDiffRequest>;

/** A part of a difference; the last one is final. */
export const SyncChunk = struct("storage.SyncChunk", {final: bool, writeLog: field("writelog", WriteLog)});
export type SyncChunk = ValueOf<typeof SyncChunk>;

/** Storage of runtimes (cli-config-grpc §5.3). */
export const storageService = defineService("Storage", {
  syncGet: unary(GetRequest, ProofResponse),
  syncGetPrefixes: unary(GetPrefixesRequest, ProofResponse),
  syncIterate: unary(IterateRequest, ProofResponse),
  apply: unary(ApplyRequest, list(Receipt.envelope)),
  applyBatch: unary(ApplyBatchRequest, list(Receipt.envelope)),
  getCheckpoints: unary(GetCheckpointsRequest, list(Metadata)),
  getDiff: stream(GetDiffRequest, SyncChunk),
  getCheckpointChunk: stream(ChunkMetadata, bytes),
});
