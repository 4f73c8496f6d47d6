import {equal} from "@oasis-node/primitives/bytes";
import {type Hash, isEmptyHash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Batch, NodeDb} from "../db/index.ts";
import {
  emptyRoot,
  isEmptyRoot,
  maxKeyLength,
  NodeError,
  NodeHasher,
  Pointer,
  pointerHash,
  type Root,
} from "../node/index.ts";
import type {LogEntry, WriteLog} from "../writeLog/index.ts";
import {hashedDirtyPointers, updateHashes} from "./hashDirty.ts";
import {insert} from "./insert.ts";
import type {KeyValueTree} from "./keyValueTree.ts";
import {lookup} from "./lookup.ts";
import {mergeSubtree} from "./mergeSubtree.ts";
import {type CacheCapacity, defaultCapacity, NodeCache} from "./nodeCache.ts";
import {PendingLog} from "./pendingLog.ts";
import {remove} from "./remove.ts";
import {TreeError} from "./treeError.ts";
import {TreeIterator} from "./treeIterator.ts";
import type {TreeState} from "./treeState.ts";
import {type NodeVisitor, visitPath} from "./visitPath.ts";

export interface TreeOptions {
  /** Where nodes are stored; without one the tree lives in memory only and keeps all nodes. */
  readonly db?: NodeDb;
  readonly capacity?: CacheCapacity;
  /** Off: no write log is kept, and the tree cannot tell a key removed just now from one that was never there. */
  readonly writeLog?: boolean;
}

export interface Committed {
  /** Changes since the root before, in no particular order. */
  readonly writeLog: LogEntry[];
  readonly hash: Hash;
}

/**
 * Merklized key-value store (primitives-mkvs §4). The root hash is a function of the keys and values alone. All
 * operations but commits are synchronous; one that throws has changed nothing.
 */
export class Tree implements KeyValueTree {
  readonly #db: NodeDb | null;
  readonly #rootType: number;
  readonly #state: TreeState;
  readonly #hasher = new NodeHasher();
  readonly #log: PendingLog | null;
  readonly #isRemote: boolean;
  /** Whether a node can be loaded again. */
  #evictable: boolean;
  #closed = false;
  #committing = false;

  private constructor(root: Root, top: Pointer | null, options: TreeOptions, remote = false) {
    this.#db = options.db ?? null;
    this.#isRemote = remote;
    this.#evictable = remote || this.#db !== null;
    this.#rootType = root.type;
    this.#log = options.writeLog === false ? null : new PendingLog();
    const cache = new NodeCache(this.#db, root, options.capacity ?? defaultCapacity);
    this.#state = {cache, root: top, superseded: [], changes: 0};
  }

  /** An empty tree, derived from no root. */
  static create(options: TreeOptions & {readonly rootType: number}): Tree {
    const namespace = new Uint8Array(32) as Namespace;
    return new Tree(emptyRoot(namespace, 0n, options.rootType), null, options);
  }

  /** The tree stored under a root. Throws `rootNotFound` of the database. */
  static open(options: TreeOptions & {readonly db: NodeDb; readonly root: Root}): Tree {
    return new Tree(options.root, options.db.rootPointer(options.root), options);
  }

  /** A tree known by its root only: nodes arrive by `merge`. Operations throw `MissingNodeError` until they are there. */
  static remote(root: Root, capacity: CacheCapacity = defaultCapacity): Tree {
    const top = isEmptyHash(root.hash) ? null : Pointer.toStored(root.hash);
    return new Tree(root, top, {capacity}, true);
  }

  /** What the tree is used for, one of `rootTypes`. */
  get rootType(): number {
    return this.#rootType;
  }

  /** The root the tree was opened at or committed to last. */
  get root(): Root {
    return this.#state.cache.root;
  }

  /** Whether the tree is as it is under `root`. */
  get isClean(): boolean {
    const top = this.#state.root;
    return top === null ? isEmptyHash(this.root.hash) : top.clean;
  }

  get(key: Uint8Array): Uint8Array | null {
    const state = this.#reading(key);
    const pending = this.#log?.get(key);
    return pending === undefined ? lookup(state, key) : pending;
  }

  insert(key: Uint8Array, value: Uint8Array): void {
    const existed = insert(this.#changing(key), key, value);
    this.#log?.set(key, value, existed);
  }

  remove(key: Uint8Array): void {
    this.removeExisting(key);
  }

  removeExisting(key: Uint8Array): Uint8Array | null {
    const state = this.#changing(key);
    if (this.#log?.get(key) === null) return null;
    const existing = remove(state, key);
    this.#log?.set(key, null, existing !== null);
    return existing;
  }

  /** The visitor is told of the nodes the iterator looks at, for a proof. */
  iterator(options: {readonly visitor?: NodeVisitor} = {}): TreeIterator {
    return new TreeIterator(() => this.#reading(null), options.visitor);
  }

  /** Shows the nodes on the way to a key, for a proof; with `siblings` also the other child of each. */
  visitPath(key: Uint8Array, options: {readonly visitor: NodeVisitor; readonly siblings: boolean}): void {
    visitPath(this.#reading(key), key, options);
  }

  /** Makes the changes of a write log, without a commit. */
  applyWriteLog(log: Iterable<LogEntry>): void {
    for (const {key, value} of log) {
      if (value === null) this.remove(key ?? new Uint8Array());
      else this.insert(key ?? new Uint8Array(), value);
    }
  }

  /** Hash of the tree as it is now. Nothing is stored, changes stay pending. */
  computeRoot(): Hash {
    const {root} = this.#reading(null);
    updateHashes(root, this.#hasher);
    return pointerHash(root);
  }

  /** Changes since the last commit. */
  pendingWriteLog(): WriteLog {
    this.#reading(null);
    return this.#log?.summary() ?? [];
  }

  /** Stores the tree as a new root. When it throws nothing was stored, and the changes are still pending. */
  commit(namespace: Namespace, version: bigint): Promise<Committed> {
    return this.#commit(namespace, version, null);
  }

  /** As `commit`, if the hash is that of `root`; otherwise throws `TreeError` `knownRootMismatch` and stores nothing. */
  async commitKnown(root: Root): Promise<LogEntry[]> {
    const {writeLog} = await this.#commit(root.namespace, root.version, root.hash);
    return writeLog;
  }

  /**
   * Adds verified nodes below `target`, a pointer of this tree, or below the top of the tree. Throws `TreeError` when
   * the subtree is another one, or has changes in its way.
   */
  merge(subtree: Pointer | null, target: Pointer | null = this.#state.root): void {
    mergeSubtree(this.#reading(null).cache, target, subtree);
  }

  /** Makes room, then keeps all nodes in memory, whatever the capacity, until the returned function is called. */
  pin(): () => void {
    const {cache} = this.#reading(null);
    cache.pin();
    return () => cache.unpin();
  }

  /** Ends the use of the tree. Pending changes are lost. */
  close(): void {
    this.#closed = true;
    this.#state.root = null;
    this.#state.superseded = [];
    this.#log?.clear();
  }

  #reading(key: Uint8Array | null): TreeState {
    if (this.#closed) throw TreeError.closed();
    if (key !== null && key.length > maxKeyLength) throw NodeError.keyTooLong(key.length);
    if (this.#evictable && !this.#committing) this.#state.cache.evict(this.#state.root);
    return this.#state;
  }

  #changing(key: Uint8Array): TreeState {
    if (this.#committing) throw TreeError.commitInProgress();
    return this.#reading(key);
  }

  async #commit(namespace: Namespace, version: bigint, expected: Hash | null): Promise<Committed> {
    if (this.#committing) throw TreeError.commitInProgress();
    const state = this.#reading(null);
    const dirty = hashedDirtyPointers(state.root, this.#hasher);
    const hash = pointerHash(state.root);
    if (expected !== null && !equal(hash, expected)) throw TreeError.knownRootMismatch(expected, hash);
    const writeLog = this.#log?.summary() ?? [];
    const root: Root = {namespace, version, type: this.#rootType, hash};
    this.#committing = true;
    try {
      await this.#store(root, dirty, writeLog);
    } finally {
      this.#committing = false;
    }
    this.#settle(root, dirty);
    return {writeLog, hash};
  }

  async #store(root: Root, dirty: readonly Pointer[], writeLog: WriteLog): Promise<void> {
    if (this.#db === null) {
      this.#evictable = this.#isRemote;
      return;
    }
    const old = isEmptyRoot(this.root) ? emptyRoot(root.namespace, root.version, root.type) : this.root;
    const batch: Batch = this.#db.newBatch(old, root.version, false);
    try {
      for (const pointer of dirty) batch.putNode(pointer);
      batch.putWriteLog(writeLog);
      batch.removeNodes(this.#state.superseded);
      await batch.commit(root, this.#state.root);
    } finally {
      batch.reset();
    }
  }

  /** Irreversible changes wait until the database has everything: a failed commit can be tried again. */
  #settle(root: Root, dirty: readonly Pointer[]): void {
    const {cache} = this.#state;
    for (const pointer of dirty) {
      pointer.clean = true;
      pointer.hashed = false;
      if (pointer.node === null) continue;
      pointer.node.clean = true;
      cache.use(pointer, pointer.node);
    }
    this.#state.superseded = [];
    this.#log?.clear();
    cache.root = root;
  }
}
