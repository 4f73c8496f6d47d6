import {equalRoots, type Root} from "@oasis-node/mkvs/node";
import {type ReadSyncer, RemoteTree} from "@oasis-node/mkvs/syncer";
import type {CacheCapacity} from "@oasis-node/mkvs/tree";

/** A tenth of the reference's: the process stays small, and what is missing is one question to the host away. */
const capacity: CacheCapacity = {nodes: 10_000, valueBytes: 3 * 1024 * 1024};

/**
 * The tree of the state over rounds, one user at a time (runtime-workers §1.7): what has been fetched or made stays as
 * long as each root follows from the one before.
 */
export class StateCache {
  readonly #syncer: ReadSyncer;
  #tree: RemoteTree | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(syncer: ReadSyncer) {
    this.#syncer = syncer;
  }

  /** Works with the tree at a root. Whoever fails after he began to change it must end the session. */
  use<T>(root: Root, work: (tree: RemoteTree) => Promise<T>): Promise<T> {
    const done = this.#turn.then(() => work(this.#at(root)));
    this.#turn = done.catch(() => {});
    return done;
  }

  #at(root: Root): RemoteTree {
    if (this.#tree !== null && equalRoots(this.#tree.root, root)) return this.#tree;
    this.#tree?.close();
    this.#tree = new RemoteTree({syncer: this.#syncer, root, capacity});
    return this.#tree;
  }
}
