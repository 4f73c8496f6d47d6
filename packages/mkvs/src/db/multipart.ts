import {setImmediate} from "node:timers/promises";
import {isEmptyHash} from "@oasis-node/primitives/hash";
import {encodeNode, type MkvsNode, type Pointer, type Root} from "../node/index.ts";
import type {Batch} from "./api.ts";
import {checkCommit} from "./batch.ts";
import {NodeDbError} from "./errors.ts";
import {chunkNodeKey, chunkNodesFromKey, rootKey} from "./keys.ts";
import {type NodeRef, unknownRef} from "./nodeRef.ts";
import {WriteSet} from "./orderedStore.ts";
import {bulkBand, PageWriter} from "./pageWriter.ts";
import {dropPages, dropRecord} from "./reclaim.ts";
import {encodeRootRecord, type RootRecord} from "./rootRecord.ts";
import type {Storage} from "./storage.ts";

/*
 * Chunks of a tree arrive in any order and know the nodes of other chunks by hash only. Until the end their nodes are
 * kept by hash; then each tree is packed into pages, children first.
 */

/** Bytes of pages made before they are handed to the store, and other work gets its turn. */
const conversionStep = 4 << 20;

/** Stores a chunk of a root. */
export class ChunkBatch implements Batch {
  readonly #storage: Storage;
  readonly #oldRoot: Root;
  #nodes = new WriteSet();

  constructor(storage: Storage, oldRoot: Root) {
    this.#storage = storage;
    this.#oldRoot = oldRoot;
  }

  putNode({hash, node}: Pointer): void {
    if (node === null) throw new NodeDbError("invalidOperation", "put a node that is not loaded");
    this.#nodes.put(chunkNodeKey(hash), encodeNode(node));
  }

  removeNodes(): void {
    throw new NodeDbError("invalidOperation", "cannot remove nodes in chunk mode");
  }

  putWriteLog(): void {
    throw new NodeDbError("invalidOperation", "cannot put write log in chunk mode");
  }

  commit(root: Root): Promise<void> {
    return this.#storage.exclusively(async () => {
      const storage = this.#storage;
      checkCommit(storage, this.#oldRoot, root);
      const {metadata} = storage;
      if (storage.record(root) !== null) storage.hold(this.#nodes, metadata);
      else {
        // The origin comes from the page numbers of this insert: the mark by which its roots are known.
        const record: RootRecord = {
          ...root,
          ref: unknownRef,
          parent: null,
          origin: metadata.nextPage,
          ...noPages,
        };
        this.#nodes.put(rootKey(root), encodeRootRecord(record));
        storage.hold(this.#nodes, {...metadata, nextPage: metadata.nextPage + 1});
      }
      this.reset();
    });
  }

  reset(): void {
    this.#nodes = new WriteSet();
  }
}

const noPages = {firstPage: 0, pageCount: 0} as const;

/** Packs the trees of all roots of the insert that are to be finalised. Throws `nodeNotFound` when one has holes. */
export async function convertChunks(storage: Storage, roots: readonly Root[]): Promise<void> {
  for (const root of roots) {
    const record = storage.record(root);
    if (record !== null && record.ref === unknownRef && !isEmptyHash(root.hash))
      await convertTree(storage, record);
  }
}

async function convertTree(storage: Storage, record: RootRecord): Promise<void> {
  const firstPage = storage.metadata.nextPage;
  const changes = new WriteSet();
  const writer = new PageWriter(changes, firstPage);
  const hold = (): void => {
    storage.hold(changes, {...storage.metadata, nextPage: writer.nextPage});
    changes.clear();
  };
  try {
    const conversion = new Conversion(storage, writer, record);
    while (!conversion.step()) {
      if (changes.bytes < conversionStep) continue;
      hold();
      await setImmediate();
    }
    writer.finish();
    const converted = {...record, ref: conversion.ref, firstPage, pageCount: writer.nextPage - firstPage};
    changes.put(rootKey(record), encodeRootRecord(converted));
    hold();
  } catch (error) {
    changes.clear();
    dropPages(storage, {firstPage, pageCount: writer.nextPage - firstPage}, changes);
    hold();
    throw error;
  }
}

interface Frame {
  readonly node: MkvsNode;
  /** The pointer to the node in its parent; `null` for the root. */
  readonly pointer: Pointer | null;
  /** Children that have no place yet, in reverse order. */
  readonly waiting: Pointer[];
}

/** A walk through the tree of a chunk root that stores each node after its children. */
class Conversion {
  readonly #storage: Storage;
  readonly #writer: PageWriter;
  readonly #path: Frame[] = [];
  #ref: NodeRef = unknownRef;

  constructor(storage: Storage, writer: PageWriter, {hash}: RootRecord) {
    this.#storage = storage;
    this.#writer = writer;
    this.#enter(storage.chunkNode(hash), null);
  }

  /** Place of the root, when done. */
  get ref(): NodeRef {
    return this.#ref;
  }

  /** One node further, down or up. Returns whether the whole tree is stored. */
  step(): boolean {
    const frame = this.#path.at(-1);
    if (frame === undefined) return true;
    const child = frame.waiting.pop();
    if (child !== undefined) this.#enter(child.node ?? this.#storage.chunkNode(child.hash), child);
    else {
      const ref = this.#writer.add(frame.node, bulkBand);
      if (frame.pointer === null) this.#ref = ref;
      else frame.pointer.dbRef = ref;
      this.#path.pop();
    }
    return this.#path.length === 0;
  }

  #enter(node: MkvsNode, pointer: Pointer | null): void {
    const children = node.kind === "leaf" ? [] : [node.right, node.left, node.leaf];
    this.#path.push({node, pointer, waiting: children.filter((child) => child !== null)});
  }
}

/** Undoes the insert in progress: its roots, their pages, and its chunk nodes. */
export async function rollBack(storage: Storage): Promise<void> {
  const {metadata} = storage;
  const {multipart, nextPage} = metadata;
  if (multipart === null) return;
  const changes = new WriteSet();
  const {version, firstPage} = multipart;
  for (const record of storage.records(version, version + 1n))
    if (record.origin >= firstPage) dropRecord(record, changes);
  dropPages(storage, {firstPage, pageCount: nextPage - firstPage}, changes);
  storage.write(changes, {...metadata, multipart: null});
  await dropChunkNodes(storage);
}

/** Removes the chunk nodes, which nothing needs any more, in parts. An interrupted removal goes on at the next open. */
export async function dropChunkNodes(storage: Storage): Promise<void> {
  for (let first = 0; first <= 0xff; first++) {
    const changes = new WriteSet();
    const entries = storage.store.range(chunkNodesFromKey(first), chunkNodesFromKey(first + 1));
    for (const [key] of entries) changes.delete(key);
    if (changes.size === 0) continue;
    storage.hold(changes, storage.metadata);
    await setImmediate();
  }
  storage.flush();
}
