import {equal, utf8} from "@oasis-node/primitives/bytes";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import type {NodeDb} from "../../src/db/index.ts";
import {NodeHasher, Pointer, type Root, rootTypes} from "../../src/node/index.ts";
import {Tree} from "../../src/tree/index.ts";

export const namespace = testNamespace(utf8("node database"));

/** Changes of one commit: key → value, or `null` to remove. */
export type Changes = Readonly<Record<string, string | null>>;

export interface CommitOptions {
  readonly from?: Root | null;
  readonly type?: number;
}

/** Derives a root from another (`null`: from nothing) and stores it. */
export async function commit(
  db: NodeDb,
  version: bigint,
  changes: Changes,
  {from = null, type = rootTypes.state}: CommitOptions = {},
): Promise<Root> {
  const tree = from === null ? Tree.create({db, rootType: type}) : Tree.open({db, root: from});
  return commitTree(tree, version, changes);
}

/** Applies changes to a tree in memory and stores it. */
export async function commitTree(tree: Tree, version: bigint, changes: Changes): Promise<Root> {
  for (const [key, value] of Object.entries(changes)) {
    if (value === null) tree.remove(utf8(key));
    else tree.insert(utf8(key), utf8(value));
  }
  const {hash} = await tree.commit(namespace, version);
  return {namespace, version, type: tree.rootType, hash};
}

/** All keys and values below a root, read node by node from the database, with each hash checked. */
export function readAll(db: NodeDb, root: Root): Record<string, string> {
  const items: Record<string, string> = {};
  const top = db.rootPointer(root);
  const open: Pointer[] = top === null ? [] : [top];
  const hasher = new NodeHasher();
  for (let pointer = open.pop(); pointer !== undefined; pointer = open.pop()) {
    const node = db.getNode(root, pointer);
    if (!equal(hasher.hash(node), pointer.hash))
      throw new TypeError("node has another hash than its pointer");
    if (node.kind === "leaf") items[text(node.key)] = text(node.value);
    else
      for (const child of [node.leaf, node.left, node.right])
        if (child !== null) open.push(Pointer.toStored(child.hash, child.dbRef));
  }
  return items;
}

export type Side = "left" | "right";

/** Stores the top of a tree and everything on one side of it as a chunk, as the restore of a checkpoint does. */
export async function restoreChunk(db: NodeDb, source: NodeDb, root: Root, side: Side): Promise<void> {
  const batch = db.newBatch({...root, hash: emptyHash}, root.version, true);
  const put = (pointer: Pointer | null): void => {
    if (pointer === null) return;
    pointer.node = source.getNode(root, pointer);
    if (pointer.node.kind === "internal") {
      put(pointer.node.leaf);
      put(pointer.node.left);
      put(pointer.node.right);
    }
    batch.putNode(pointer);
  };
  const top = source.rootPointer(root);
  if (top === null) throw new TypeError("tree is empty");
  top.node = source.getNode(root, top);
  if (top.node.kind !== "internal") throw new TypeError("tree is too small");
  put(top.node[side]);
  batch.putNode(top);
  await batch.commit(root, top);
}

export function sorted(items: Readonly<Record<string, string | null>>): [string, string | null][] {
  return Object.entries(items).sort(([a], [b]) => (a < b ? -1 : 1));
}

export function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("utf8");
}

/** A repeatable source of whole numbers below a limit. */
export function randomNumbers(seed: string): (below: number) => number {
  let state = hashOf(utf8(seed));
  let at = 0;
  return (below) => {
    if (at + 4 > state.length) {
      state = hashOf(state);
      at = 0;
    }
    const value = new DataView(state.buffer, state.byteOffset).getUint32(at);
    at += 4;
    return value % below;
  };
}

/** `count` keys with one value. */
export function numbered(count: number, value: string): Record<string, string> {
  return Object.fromEntries(Array.from({length: count}, (_, i) => [`key ${i}`, value]));
}
