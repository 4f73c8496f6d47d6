import {setImmediate} from "node:timers/promises";
import type {
  ChunkMetadata,
  FileCheckpointStore,
  GetCheckpointsRequest,
  Metadata,
} from "@oasis-node/mkvs/checkpoint";
import {type NodeDb, nodeDbErrors} from "@oasis-node/mkvs/db";
import {type Root, rootFollows} from "@oasis-node/mkvs/node";
import {
  type GetPrefixesRequest,
  type GetRequest,
  type IterateRequest,
  type ProofResponse,
  TreeSyncer,
} from "@oasis-node/mkvs/syncer";
import {Tree, TreeError} from "@oasis-node/mkvs/tree";
import type {WriteLog} from "@oasis-node/mkvs/writeLog";
import type {PreparedContext, Signed, Signer} from "@oasis-node/primitives/signature";
import type {ApplyBatchRequest, ApplyRequest, GetDiffRequest, SyncChunk} from "@oasis-node/rpc/services";
import {storageErrors} from "@oasis-node/state-transition/storage";
import type {StorageApi} from "../storageClient/index.ts";
import {diffChunks} from "./diffStream.ts";
import {signReceipt} from "./receipts.ts";

export interface LocalStorageOptions {
  readonly db: NodeDb;
  readonly checkpoints: FileCheckpointStore;
  /** Key of the node, with which it signs receipts. */
  readonly signer: Signer;
  readonly context: PreparedContext;
}

/** Bytes of a checkpoint chunk that travel together. */
const pieceSize = 32 << 10;

/**
 * State of one runtime on this node, without the limits for callers from outside (runtime-workers §4.5.1). What a receipt
 * speaks of is durable.
 */
export class LocalStorage implements StorageApi {
  readonly db: NodeDb;
  readonly checkpoints: FileCheckpointStore;
  readonly #signer: Signer;
  readonly #context: PreparedContext;

  constructor({db, checkpoints, signer, context}: LocalStorageOptions) {
    this.db = db;
    this.checkpoints = checkpoints;
    this.#signer = signer;
    this.#context = context;
  }

  async apply(request: ApplyRequest): Promise<Signed[]> {
    const {namespace, dstRound, dstRoot, rootType, srcRound, srcRoot, writeLog} = request;
    const change = {rootType, srcRound, srcRoot, dstRoot, writeLog};
    return this.applyBatch({namespace, dstRound, ops: [change]});
  }

  async applyBatch({namespace, dstRound, ops}: ApplyBatchRequest): Promise<Signed[]> {
    const changes = ops ?? [];
    for (const {rootType: type, srcRound, srcRoot, dstRoot, writeLog} of changes) {
      const from = {namespace, version: srcRound, type, hash: srcRoot};
      const to = {namespace, version: dstRound, type, hash: dstRoot};
      await this.applyChanges(from, to, writeLog ?? []);
    }
    const roots = changes.map(({rootType: type, dstRoot: hash}) => ({type, hash}));
    // The signature is a promise to others: what it speaks of has to be on the disk by then.
    await this.db.sync();
    return [await signReceipt(this.#signer, this.#context, namespace, dstRound, roots)];
  }

  /**
   * Makes one root from another, unless it is there. Not durable before the version is final or `db.sync` has been called.
   * Throws `storageErrors.rootMismatch`, and what the database throws.
   */
  async applyChanges(from: Root, to: Root, log: WriteLog): Promise<void> {
    if (!rootFollows(to, from)) throw nodeDbErrors.rootMustFollowOld();
    if (this.db.hasRoot(to)) return;
    const tree = Tree.open({db: this.db, root: from});
    try {
      tree.applyWriteLog(log);
      await tree.commitKnown(to);
    } catch (cause) {
      if (cause instanceof TreeError && cause.code === "knownRootMismatch")
        throw storageErrors.rootMismatch({cause});
      throw cause;
    } finally {
      tree.close();
    }
  }

  syncGet(request: GetRequest): Promise<ProofResponse> {
    return this.#read(request.tree.root, (syncer) => syncer.syncGet(request));
  }

  syncGetPrefixes(request: GetPrefixesRequest): Promise<ProofResponse> {
    return this.#read(request.tree.root, (syncer) => syncer.syncGetPrefixes(request));
  }

  syncIterate(request: IterateRequest): Promise<ProofResponse> {
    return this.#read(request.tree.root, (syncer) => syncer.syncIterate(request));
  }

  async *getDiff({startRoot, endRoot, options}: GetDiffRequest): AsyncGenerator<SyncChunk, undefined> {
    for (const chunk of diffChunks(this.db.getWriteLog(startRoot, endRoot), options)) {
      yield chunk;
      // A long difference shall not keep others waiting.
      await setImmediate();
    }
  }

  getCheckpoints(request: GetCheckpointsRequest): Promise<Metadata[] | null> {
    return this.checkpoints.list(request);
  }

  async *getCheckpointChunk(chunk: ChunkMetadata): AsyncGenerator<Uint8Array, undefined> {
    const bytes = await this.checkpoints.getChunk(chunk);
    for (let at = 0; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize);
  }

  async #read<T>(root: Root, answer: (syncer: TreeSyncer) => Promise<T>): Promise<T> {
    const tree = Tree.open({db: this.db, root});
    try {
      return await answer(new TreeSyncer(tree));
    } finally {
      tree.close();
    }
  }
}
