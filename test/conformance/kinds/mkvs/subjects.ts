import type {NodeDb} from "@oasis-node/mkvs/db";
import {rootTypes} from "@oasis-node/mkvs/node";
import {Overlay} from "@oasis-node/mkvs/overlay";
import {RemoteTree, TreeSyncer} from "@oasis-node/mkvs/syncer";
import {type Item, type KeyValueTree, Tree} from "@oasis-node/mkvs/tree";
import type {Hash} from "@oasis-node/primitives/hash";

/** A tree that keeps its nodes in some way. */
export interface Subject {
  readonly name: string;
  insert(key: Uint8Array, value: Uint8Array): Promise<void>;
  remove(key: Uint8Array): Promise<void>;
  get(key: Uint8Array): Promise<Uint8Array | null>;
  seek(key: Uint8Array): Promise<Item | null>;
  root(): Promise<Hash>;
}

const rootType = rootTypes.state;
/** Hardly anything stays loaded. */
const tinyCapacity = {nodes: 1, valueBytes: 1};

/** All in memory, nothing is ever committed. */
export function neverCommitted(): Subject {
  const tree = Tree.create({rootType});
  return localSubject("never committed", {
    tree: () => tree,
    settle: async () => {},
    root: () => tree.computeRoot(),
  });
}

/** Changes an overlay and commits it into a tree that is never committed. */
export function overlaid(): Subject {
  const tree = Tree.create({rootType});
  const overlay = new Overlay(tree);
  return localSubject("overlay", {
    tree: () => overlay,
    settle: async () => overlay.commit(),
    root: () => tree.computeRoot(),
  });
}

/** Commits every change to one version and goes on with the same tree. */
export function committed(db: NodeDb): Subject {
  const tree = Tree.create({rootType, db, capacity: tinyCapacity});
  return localSubject("committed", {
    tree: () => tree,
    settle: async () => {
      await tree.commit(db.namespace, 0n);
    },
    root: () => tree.computeRoot(),
  });
}

/** Commits and finalises every change as a version of its own, then opens the database and the tree anew. */
export async function reopened(openDb: () => Promise<NodeDb>): Promise<Subject> {
  let db = await openDb();
  let tree = Tree.create({rootType, db});
  let version = 0n;
  return localSubject("reopened", {
    tree: () => tree,
    settle: async () => {
      await tree.commit(db.namespace, version);
      const {root} = tree;
      await db.finalize([root]);
      await db.close();
      db = await openDb();
      tree = Tree.open({db, root});
      version += 1n;
    },
    root: () => tree.computeRoot(),
  });
}

/** Reads and changes a tree elsewhere by its proofs; after every change there is a new one that knows the root only. */
export function remote(db: NodeDb): Subject {
  const source = Tree.create({rootType, db});
  const connect = (): RemoteTree => new RemoteTree({syncer: new TreeSyncer(source), root: source.root});
  let tree = connect();
  const settle = async (): Promise<void> => {
    await source.commit(db.namespace, 0n);
    tree = connect();
  };
  return {
    name: "remote",
    insert: async (key, value) => {
      await tree.insert(key, value);
      source.insert(key, value);
      await settle();
    },
    remove: async (key) => {
      await tree.remove(key);
      source.remove(key);
      await settle();
    },
    get: (key) => tree.get(key),
    seek: (key) => tree.iterator().seek(key),
    root: async () => tree.computeRoot(),
  };
}

interface LocalOptions {
  readonly tree: () => KeyValueTree;
  /** Runs after every change. */
  readonly settle: () => Promise<void>;
  readonly root: () => Hash;
}

function localSubject(name: string, {tree, settle, root}: LocalOptions): Subject {
  return {
    name,
    insert: async (key, value) => {
      tree().insert(key, value);
      await settle();
    },
    remove: async (key) => {
      tree().remove(key);
      await settle();
    },
    get: async (key) => tree().get(key),
    seek: async (key) => tree().iterator().seek(key),
    root: async () => root(),
  };
}
