import {equal} from "@oasis-node/primitives/bytes";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Pointer, Root} from "../node/index.ts";
import {
  type CacheCapacity,
  type Committed,
  type Item,
  MissingNodeError,
  Tree,
  type TreeIterator,
} from "../tree/index.ts";
import type {WriteLog} from "../writeLog/index.ts";
import type {Proof} from "./proof.ts";
import type {ReadSyncer, TreeId} from "./requests.ts";
import {SyncerError} from "./syncerError.ts";
import {verifyProof} from "./verifyProof.ts";

export interface RemoteTreeOptions {
  readonly syncer: ReadSyncer;
  /** Trusted root. */
  readonly root: Root;
  readonly capacity?: CacheCapacity;
  /** Proofs that a single operation may ask for. An honest tree needs one or two. */
  readonly maxFetches?: number;
}

type Fetch = (missing: MissingNodeError) => Promise<Proof>;

/**
 * A tree whose nodes are fetched from elsewhere when they are needed, and verified. Changes stay here; they can be
 * hashed, and taken for granted by a commit, not stored (primitives-mkvs §4.8).
 */
export class RemoteTree {
  readonly #syncer: ReadSyncer;
  readonly #tree: Tree;
  readonly #maxFetches: number;

  constructor({syncer, root, capacity, maxFetches = 128}: RemoteTreeOptions) {
    this.#syncer = syncer;
    this.#tree = Tree.remote(root, capacity);
    this.#maxFetches = maxFetches;
  }

  get(key: Uint8Array): Promise<Uint8Array | null> {
    return this.#run(() => this.#tree.get(key), this.#fetchKey(key, false));
  }

  insert(key: Uint8Array, value: Uint8Array): Promise<void> {
    return this.#run(() => this.#tree.insert(key, value), this.#fetchKey(key, false));
  }

  async remove(key: Uint8Array): Promise<void> {
    await this.removeExisting(key);
  }

  /** Asks for siblings too: the one that stays may take the place of its parent. */
  removeExisting(key: Uint8Array): Promise<Uint8Array | null> {
    return this.#run(() => this.#tree.removeExisting(key), this.#fetchKey(key, true));
  }

  /**
   * Each fetch brings `prefetch` further items (at most 65535). Once the tree was changed a fetch can fail with
   * `nodeMissing`: the other side starts where the removed items still are. The reference then cannot fetch at all.
   */
  iterator(prefetch = 0): RemoteTreeIterator {
    const iterator = this.#tree.iterator();
    const fetch: Fetch = async ({pointer, key}) => {
      const {proof} = await this.#syncer.syncIterate({tree: this.#at(pointer.hash), key, prefetch});
      return proof;
    };
    return new RemoteTreeIterator(iterator, (move) => this.#run(move, fetch));
  }

  /** Fetches up to `limit` items (at most 65535) with one of the prefixes at once. */
  async prefetchPrefixes(prefixes: readonly Uint8Array[], limit: number): Promise<void> {
    const {root} = this.#tree;
    const tree = this.#at(root.hash);
    const {proof} = await this.#syncer.syncGetPrefixes({tree, prefixes: [...prefixes], limit});
    this.#tree.merge(verifyProof(root.hash, proof));
  }

  computeRoot(): Hash {
    return this.#tree.computeRoot();
  }

  /** Changes made here. */
  pendingWriteLog(): WriteLog {
    return this.#tree.pendingWriteLog();
  }

  get root(): Root {
    return this.#tree.root;
  }

  /**
   * Goes on with the changed tree under its own root, whose nodes the other side must have by the time one that was
   * forgotten here is fetched again.
   */
  commit(namespace: Namespace, version: bigint): Promise<Committed> {
    return this.#tree.commit(namespace, version);
  }

  close(): void {
    this.#tree.close();
  }

  #at(position: Hash): TreeId {
    return {root: this.#tree.root, position};
  }

  #fetchKey(key: Uint8Array, includeSiblings: boolean): Fetch {
    return async ({pointer}) => {
      const {proof} = await this.#syncer.syncGet({tree: this.#at(pointer.hash), key, includeSiblings});
      return proof;
    };
  }

  /** Repeats an operation until all the nodes it needs are there. */
  async #run<T>(operation: () => T, fetch: Fetch): Promise<T> {
    const unpin = this.#tree.pin();
    try {
      for (let fetches = 0; fetches <= this.#maxFetches; fetches++) {
        const missing = attempt(operation);
        if (!(missing instanceof MissingNodeError)) return missing.result;
        if (fetches < this.#maxFetches) await this.#fill(missing, fetch);
      }
      throw SyncerError.tooManyFetches(this.#maxFetches);
    } finally {
      unpin();
    }
  }

  /**
   * The proof may be for the subtree below the missing node, or for the whole tree; then all of it is of use unless the
   * tree was changed. The missing node need not be part of the tree any more: an iterator may still be at it.
   */
  async #fill(missing: MissingNodeError, fetch: Fetch): Promise<void> {
    const {pointer} = missing;
    const proof = await fetch(missing);
    const {root, isClean} = this.#tree;
    const isSubtree = equal(proof.untrustedRoot, pointer.hash);
    if (!isSubtree && !equal(proof.untrustedRoot, root.hash))
      throw SyncerError.unexpectedRoot(proof.untrustedRoot);
    const verified = verifyProof(isSubtree ? pointer.hash : root.hash, proof);
    if (!isSubtree && isClean) this.#tree.merge(verified);
    if (pointer.node === null) this.#tree.merge(find(verified, pointer.hash), pointer);
    if (pointer.node === null) throw SyncerError.nodeMissing();
  }
}

/** The node with a hash among verified ones. */
function find(verified: Pointer | null, hash: Hash): Pointer | null {
  const stack: (Pointer | null)[] = [verified];
  for (let pointer = stack.pop(); pointer !== undefined; pointer = stack.pop()) {
    if (pointer === null) continue;
    if (equal(pointer.hash, hash)) return pointer;
    if (pointer.node?.kind === "internal") stack.push(pointer.node.right, pointer.node.left);
  }
  return null;
}

/** As the iterator of a local tree, but each move can take a while. */
export class RemoteTreeIterator {
  readonly #iterator: TreeIterator;
  readonly #run: (move: () => Item | null) => Promise<Item | null>;

  constructor(iterator: TreeIterator, run: (move: () => Item | null) => Promise<Item | null>) {
    this.#iterator = iterator;
    this.#run = run;
  }

  get current(): Item | null {
    return this.#iterator.current;
  }

  rewind(): Promise<Item | null> {
    return this.#run(() => this.#iterator.rewind());
  }

  seek(key: Uint8Array): Promise<Item | null> {
    return this.#run(() => this.#iterator.seek(key));
  }

  next(): Promise<Item | null> {
    return this.#run(() => this.#iterator.next());
  }
}

function attempt<T>(operation: () => T): {readonly result: T} | MissingNodeError {
  try {
    return {result: operation()};
  } catch (error) {
    if (error instanceof MissingNodeError) return error;
    throw error;
  }
}
