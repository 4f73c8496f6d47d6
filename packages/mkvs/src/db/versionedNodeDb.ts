import {setImmediate} from "node:timers/promises";
import {equal} from "@oasis-node/primitives/bytes";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {type MkvsNode, Pointer, type Root} from "../node/index.ts";
import type {LogEntry} from "../writeLog/index.ts";
import type {Batch, NodeDb} from "./api.ts";
import {TreeBatch} from "./batch.ts";
import {NodeDbError, nodeDbErrors} from "./errors.ts";
import {checkFinalize, finalizeVersion} from "./finalize.ts";
import {ChunkBatch, convertChunks, dropChunkNodes, rollBack} from "./multipart.ts";
import {toDbRef} from "./nodeCodec.ts";
import {refOf, unknownRef} from "./nodeRef.ts";
import {WriteSet} from "./orderedStore.ts";
import {checkPrune, pruneEarliest, reclaimStep} from "./prune.ts";
import type {Storage} from "./storage.ts";
import {readWriteLog} from "./writeLogs.ts";

/** The node database over any ordered store; `openMemoryNodeDb` and `openLmdbNodeDb` make one. */
export class VersionedNodeDb implements NodeDb {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  get namespace(): Namespace {
    return this.#storage.namespace;
  }

  getNode(root: Root, pointer: Pointer): MkvsNode {
    const storage = this.#storage;
    storage.checkReadable(root);
    if (!pointer.clean) throw new NodeDbError("invalidOperation", "pointer is not clean");
    const ref = refOf(pointer);
    if (ref !== unknownRef) return storage.treeNode(pointer.hash, ref);
    const record = equal(pointer.hash, root.hash) ? storage.record(root) : null;
    if (record !== null && record.ref !== unknownRef) return storage.treeNode(pointer.hash, record.ref);
    if (storage.isChunkRoot(root)) return storage.chunkNode(pointer.hash);
    throw nodeDbErrors.nodeNotFound();
  }

  rootPointer(root: Root): Pointer | null {
    this.#storage.checkNamespace(root.namespace);
    if (isEmptyHash(root.hash)) return null;
    this.#storage.checkReadable(root);
    return Pointer.toStored(root.hash, toDbRef(this.#storage.record(root)?.ref ?? unknownRef));
  }

  newBatch(oldRoot: Root, version: bigint, chunk: boolean): Batch {
    this.#storage.checkWritable();
    const {multipart} = this.#storage.metadata;
    if (multipart !== null && multipart.version !== version) throw nodeDbErrors.invalidMultipartVersion();
    if (chunk !== (multipart !== null)) throw nodeDbErrors.multipartInProgress();
    return chunk ? new ChunkBatch(this.#storage, oldRoot) : new TreeBatch(this.#storage, oldRoot);
  }

  hasRoot(root: Root): boolean {
    const storage = this.#storage;
    if (!equal(root.namespace, storage.namespace)) return false;
    if (isEmptyHash(root.hash)) return true;
    return !storage.isPruned(root.version) && storage.record(root) !== null;
  }

  getRootsForVersion(version: bigint): Root[] {
    const {namespace} = this;
    if (this.#storage.isPruned(version)) return [];
    return this.#storage
      .records(version, version + 1n)
      .map(({type, hash}) => ({namespace, version, type, hash}));
  }

  getLatestVersion(): bigint | null {
    return this.#storage.metadata.latest;
  }

  getEarliestVersion(): bigint | null {
    const {latest, earliest} = this.#storage.metadata;
    return latest === null ? null : earliest;
  }

  finalize(roots: readonly Root[]): Promise<void> {
    const storage = this.#storage;
    return storage.exclusively(async () => {
      const version = checkFinalize(storage, roots);
      const chunks = storage.metadata.multipart !== null;
      if (chunks) await convertChunks(storage, roots);
      finalizeVersion(storage, version, roots);
      if (chunks) await dropChunkNodes(storage);
    });
  }

  prune(version: bigint): Promise<void> {
    const storage = this.#storage;
    return storage.exclusively(async () => {
      checkPrune(storage, version + 1n);
      if (version !== storage.metadata.earliest) throw nodeDbErrors.notEarliest();
      pruneEarliest(storage);
    });
  }

  pruneTo(version: bigint): Promise<void> {
    const storage = this.#storage;
    return storage.exclusively(async () => {
      checkPrune(storage, version);
      while (reclaimStep(storage, version)) await setImmediate();
    });
  }

  getWriteLog(start: Root, end: Root): Iterable<LogEntry> {
    return readWriteLog(this.#storage, start, end);
  }

  startMultipartInsert(version: bigint): Promise<void> {
    const storage = this.#storage;
    return storage.exclusively(async () => {
      storage.checkWritable();
      if (version === 0n) throw nodeDbErrors.invalidMultipartVersion();
      const {metadata} = storage;
      if (metadata.multipart?.version === version) return;
      if (metadata.multipart !== null) throw nodeDbErrors.multipartInProgress();
      const multipart = {version, firstPage: metadata.nextPage};
      storage.write(new WriteSet(), {...metadata, multipart});
    });
  }

  abortMultipartInsert(): Promise<void> {
    const storage = this.#storage;
    return storage.exclusively(async () => {
      storage.checkWritable();
      await rollBack(storage);
    });
  }

  size(): number {
    return this.#storage.store.size();
  }

  sync(): Promise<void> {
    const storage = this.#storage;
    return storage.exclusively(async () => {
      if (!storage.store.readOnly) storage.flush();
    });
  }

  close(): Promise<void> {
    return this.#storage.close();
  }
}
