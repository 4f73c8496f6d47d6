import {equal} from "@oasis-node/primitives/bytes";
import {type Hash, isEmptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {decodeNode, type MkvsNode, type Root} from "../node/index.ts";
import type {BufferedStore} from "./bufferedStore.ts";
import {NodeDbError, nodeDbErrors} from "./errors.ts";
import {
  afterRootsKey,
  chunkNodeKey,
  metadataKey,
  pageKey,
  type RootId,
  rootKey,
  rootsOfVersionKey,
} from "./keys.ts";
import {encodeMetadata, type Metadata} from "./metadata.ts";
import {type StoredNode, toTreeNode} from "./nodeCodec.ts";
import {type NodeRef, pageOf, slotOf, unknownRef} from "./nodeRef.ts";
import type {WriteSet} from "./orderedStore.ts";
import {nodeInSlot} from "./page.ts";
import {PageCache} from "./pageCache.ts";
import {decodeRootRecord, type RootRecord} from "./rootRecord.ts";

export interface StorageOptions {
  readonly namespace: Namespace;
  /** Most bytes of pages kept in memory. */
  readonly cacheSize: number;
  readonly discardWriteLogs: boolean;
}

/** What the operations of a node database share: the store, what is known about it, and typed access to both. */
export class Storage {
  readonly store: BufferedStore;
  readonly options: StorageOptions;
  readonly #cache: PageCache;
  #metadata: Metadata;
  #failure: unknown = null;
  /** The root seen to exist last, as reads come many from one root. Forgotten with every change. */
  #knownRoot: Root | null = null;
  #last: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(store: BufferedStore, options: StorageOptions, metadata: Metadata) {
    this.store = store;
    this.options = options;
    this.#cache = new PageCache(options.cacheSize);
    this.#metadata = metadata;
  }

  get metadata(): Metadata {
    return this.#metadata;
  }

  get namespace(): Namespace {
    return this.options.namespace;
  }

  /** Throws unless the database takes changes. */
  checkWritable(): void {
    if (this.#closed) throw new NodeDbError("closed", "database is closed");
    if (this.store.readOnly) throw nodeDbErrors.readOnly();
    if (this.#failure !== null)
      throw new NodeDbError("storageFailed", "stopped after an earlier failure", {cause: this.#failure});
  }

  checkNamespace(namespace: Namespace): void {
    if (!equal(namespace, this.namespace)) throw nodeDbErrors.badNamespace();
  }

  /** Makes changes together with new metadata; durable when it returns. A failure stops the database. */
  write(changes: WriteSet, metadata: Metadata): void {
    this.#change(changes, metadata, () => this.store.write(changes));
  }

  /** As `write`, but a crash may lose the changes. */
  hold(changes: WriteSet, metadata: Metadata): void {
    this.#change(changes, metadata, () => this.store.hold(changes));
  }

  /** Writes what is held back. */
  flush(): void {
    this.#guard(() => this.store.flush());
  }

  #change(changes: WriteSet, metadata: Metadata, apply: () => void): void {
    changes.put(metadataKey, encodeMetadata(this.namespace, metadata));
    this.#guard(apply);
    this.#metadata = metadata;
    this.#knownRoot = null;
  }

  #guard(apply: () => void): void {
    this.checkWritable();
    try {
      apply();
    } catch (error) {
      this.#failure = error;
      throw error;
    }
  }

  /** Runs mutations one after another, in the order of the calls. */
  exclusively<T>(mutation: () => Promise<T>): Promise<T> {
    const result = this.#last.then(mutation);
    this.#last = result.then(ignore, ignore);
    return result;
  }

  /** Keeps what is held back, unless the database has stopped, and closes the store. */
  close(): Promise<void> {
    return this.exclusively(async () => {
      try {
        if (this.#failure === null && !this.store.readOnly && !this.#closed) this.flush();
      } finally {
        this.#closed = true;
        await this.store.close();
      }
    });
  }

  record(root: RootId): RootRecord | null {
    const key = rootKey(root);
    const value = this.store.get(key);
    return value === null ? null : decodeRootRecord(key, value);
  }

  /** Roots with `from` ≤ version < `to`, in order; without `to`, to the end. */
  records(from: bigint, to: bigint | null): RootRecord[] {
    const end = to === null ? afterRootsKey : rootsOfVersionKey(to);
    return this.store.range(rootsOfVersionKey(from), end).map(([key, value]) => decodeRootRecord(key, value));
  }

  isPruned(version: bigint): boolean {
    return this.#metadata.latest !== null && version < this.#metadata.earliest;
  }

  /** Throws unless `root` can be read. */
  checkReadable(root: Root): void {
    if (root === this.#knownRoot) return;
    this.checkNamespace(root.namespace);
    if (this.isPruned(root.version)) throw nodeDbErrors.nodeNotFound();
    if (this.record(root) === null) throw nodeDbErrors.rootNotFound();
    this.#knownRoot = root;
  }

  /** The bytes of a page; do not change them. */
  page(number: number): Uint8Array {
    const cached = this.#cache.get(number);
    if (cached !== undefined) return cached;
    const page = this.store.get(pageKey(number));
    if (page === null) throw nodeDbErrors.nodeNotFound({details: {page: number}});
    this.#cache.set(number, page);
    return page;
  }

  forgetPage(number: number): void {
    this.#cache.delete(number);
  }

  node(ref: NodeRef): StoredNode {
    if (ref === unknownRef) throw nodeDbErrors.nodeNotFound();
    return nodeInSlot(this.page(pageOf(ref)), slotOf(ref));
  }

  treeNode(hash: Hash, ref: NodeRef): MkvsNode {
    return toTreeNode(this.node(ref), hash, (leaf) => this.treeNode(leaf.hash, leaf.ref));
  }

  /** Node of the multipart insert in progress, by hash alone: its pages are made at the end. */
  chunkNode(hash: Hash): MkvsNode {
    const bytes = this.store.get(chunkNodeKey(hash));
    if (bytes === null) throw nodeDbErrors.nodeNotFound({details: {hash}});
    return decodeNode(bytes);
  }

  isChunkRoot({version, hash}: Root): boolean {
    return this.#metadata.multipart?.version === version && !isEmptyHash(hash);
  }
}

function ignore(): void {}
