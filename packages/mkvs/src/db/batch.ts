import {isEmptyHash} from "@oasis-node/primitives/hash";
import {type MkvsNode, type Pointer, type Root, rootFollows} from "../node/index.ts";
import type {WriteLog} from "../writeLog/index.ts";
import {adopt} from "./adopt.ts";
import type {Batch} from "./api.ts";
import {encodeDeadList} from "./deadNodes.ts";
import {NodeDbError, nodeDbErrors} from "./errors.ts";
import {deadListKey, rootKey, writeLogKey} from "./keys.ts";
import {type NodeRef, refOf, unknownRef} from "./nodeRef.ts";
import {WriteSet} from "./orderedStore.ts";
import {bandOf, PageWriter} from "./pageWriter.ts";
import {encodeRootRecord, type RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";
import {encodeWriteLog} from "./writeLogs.ts";

/** Stores a root derived from another. Nothing reaches the store before the commit. */
export class TreeBatch implements Batch {
  readonly #storage: Storage;
  readonly #oldRoot: Root;
  #nodes: Pointer[] = [];
  #dead: NodeRef[] = [];
  #writeLog: WriteLog | null = null;

  constructor(storage: Storage, oldRoot: Root) {
    this.#storage = storage;
    this.#oldRoot = oldRoot;
  }

  putNode(pointer: Pointer): void {
    this.#nodes.push(pointer);
  }

  removeNodes(pointers: readonly Pointer[]): void {
    for (const pointer of pointers) {
      const ref = refOf(pointer);
      if (ref !== unknownRef) this.#dead.push(ref);
    }
  }

  putWriteLog(log: WriteLog): void {
    if (!this.#storage.options.discardWriteLogs) this.#writeLog = log;
  }

  commit(root: Root, pointer: Pointer | null): Promise<void> {
    return this.#storage.exclusively(async () => {
      checkCommit(this.#storage, this.#oldRoot, root);
      const existing = this.#storage.record(root);
      if (existing === null) this.#store(root, pointer);
      else if (pointer !== null) adopt(this.#storage, pointer, existing.ref);
      this.reset();
    });
  }

  reset(): void {
    this.#nodes = [];
    this.#dead = [];
    this.#writeLog = null;
  }

  #store(root: Root, pointer: Pointer | null): void {
    const storage = this.#storage;
    const {metadata} = storage;
    const parent = parentRecord(storage, this.#oldRoot, root);
    const changes = new WriteSet();
    const writer = new PageWriter(changes, metadata.nextPage);
    try {
      this.#packNodes(writer);
      // The first root of an origin lends it a page number that is not used for a page.
      const nextPage = parent === null ? writer.nextPage + 1 : writer.nextPage;
      const record: RootRecord = {
        version: root.version,
        type: root.type,
        hash: root.hash,
        ref: pointer === null ? unknownRef : refOf(pointer),
        parent: parent === null ? null : {version: parent.version, hash: parent.hash},
        origin: parent === null ? writer.nextPage : parent.origin,
        firstPage: metadata.nextPage,
        pageCount: writer.nextPage - metadata.nextPage,
      };
      changes.put(rootKey(root), encodeRootRecord(record));
      if (parent !== null && this.#dead.length > 0)
        changes.put(deadListKey(root), encodeDeadList(this.#dead));
      if (this.#writeLog !== null) changes.put(writeLogKey(root), encodeWriteLog(this.#writeLog));
      storage.hold(changes, {...metadata, nextPage});
    } catch (error) {
      for (const stored of this.#nodes) stored.dbRef = null;
      throw error;
    }
  }

  #packNodes(writer: PageWriter): void {
    const depths = depthsOf(this.#nodes);
    this.#nodes.forEach((pointer, at) => {
      const node = loaded(pointer);
      pointer.dbRef = writer.add(node, bandOf(depths[at] ?? 0, depths.length));
    });
    writer.finish();
  }
}

/**
 * Depth of each node below the root. Children come before their parents, those of the leaf slot and the left first; read
 * backwards, a node is followed by its right, left and leaf child with what is below each. Children that are not in the
 * list have a place.
 */
function depthsOf(nodes: readonly Pointer[]): Uint16Array {
  const depths = new Uint16Array(nodes.length);
  const expected: number[] = [];
  for (let at = nodes.length - 1; at >= 0; at--) {
    const depth = expected.pop() ?? 0;
    depths[at] = depth;
    const node = nodes[at]?.node;
    if (node?.kind !== "internal") continue;
    for (const child of [node.leaf, node.left, node.right])
      if (child !== null && child.dbRef === null) expected.push(depth + 1);
  }
  return depths;
}

function loaded({node}: Pointer): MkvsNode {
  if (node === null) throw new NodeDbError("invalidOperation", "put a node that is not loaded");
  return node;
}

/** The checks of every commit (primitives-mkvs §4.11). */
export function checkCommit(storage: Storage, oldRoot: Root, root: Root): void {
  storage.checkWritable();
  const {multipart, latest} = storage.metadata;
  if (multipart !== null && multipart.version !== root.version) throw nodeDbErrors.invalidMultipartVersion();
  storage.checkNamespace(root.namespace);
  if (!rootFollows(root, oldRoot)) throw nodeDbErrors.rootMustFollowOld();
  if (latest !== null && latest >= root.version) throw nodeDbErrors.alreadyFinalized();
}

function parentRecord(storage: Storage, oldRoot: Root, root: Root): RootRecord | null {
  if (isEmptyHash(oldRoot.hash)) return null;
  if (storage.isPruned(oldRoot.version) && oldRoot.version !== root.version)
    throw nodeDbErrors.previousVersionMismatch();
  const record = storage.record(oldRoot);
  if (record === null) throw nodeDbErrors.rootNotFound();
  return record;
}
