import {equal} from "@oasis-node/primitives/bytes";
import {bitLength, getBit, type InternalNode, type LeafNode, mergeBits, type Pointer} from "../node/index.ts";
import {markDirty, markMoved, markPathDirty, type Slot, supersede, type TreeState} from "./treeState.ts";

interface Step {
  readonly pointer: Pointer;
  readonly node: InternalNode;
  /** Which link the path takes. */
  readonly slot: Slot;
}

/**
 * Takes a key out of the tree and returns its value, `null` when it is not there (primitives-mkvs §4.4). Throws before
 * anything is changed when a node is missing.
 */
export function remove(state: TreeState, key: Uint8Array): Uint8Array | null {
  const found = findLeaf(state, key);
  if (found === null) return null;
  const {path, pointer, leaf} = found;
  loadHeir(state, path, key);
  supersede(state, pointer);
  unlink(state, path);
  state.changes++;
  return leaf.value;
}

function findLeaf(
  state: TreeState,
  key: Uint8Array,
): {readonly path: Step[]; readonly pointer: Pointer; readonly leaf: LeafNode} | null {
  const keyBits = bitLength(key);
  const path: Step[] = [];
  let depth = 0;
  for (let pointer = state.root; pointer !== null; ) {
    const node = state.cache.load(pointer, key);
    if (node.kind === "leaf") return equal(node.key, key) ? {path, pointer, leaf: node} : null;
    depth += node.labelBitLength;
    if (keyBits < depth) return null;
    const slot = keyBits === depth ? "leaf" : getBit(key, depth) ? "right" : "left";
    path.push({pointer, node, slot});
    pointer = node[slot];
  }
  return null;
}

/** The only link of a node besides the one the path takes; `null` when there is none or more than one. */
function heirOf({node, slot}: Step): Pointer | null {
  const others = [node.leaf, node.left, node.right].filter((child) => child !== null && child !== node[slot]);
  return others.length === 1 ? (others[0] ?? null) : null;
}

/** What will take the place of the last internal node is needed in memory, since its label changes. */
function loadHeir(state: TreeState, path: readonly Step[], key: Uint8Array): void {
  const last = path.at(-1);
  const heir = last === undefined ? null : heirOf(last);
  if (heir !== null) state.cache.load(heir, key);
}

/**
 * Cuts the link at the end of the path. An internal node left with a single child is replaced by it: a leaf as it is, an
 * internal node with both labels joined. Every internal node had two children at least, so at most one goes.
 */
function unlink(state: TreeState, path: Step[]): void {
  const last = path.at(-1);
  if (last === undefined) {
    state.root = null;
    return;
  }
  const heir = heirOf(last);
  if (heir === null) last.node[last.slot] = null;
  else {
    path.pop();
    supersede(state, last.pointer);
    joinLabels(state, last.node, heir);
    const parent = path.at(-1);
    if (parent === undefined) state.root = heir;
    else parent.node[parent.slot] = heir;
  }
  markPathDirty(
    state,
    path.map(({pointer}) => pointer),
  );
}

function joinLabels(state: TreeState, parent: InternalNode, heir: Pointer): void {
  const node = heir.node;
  if (node?.kind === "internal") {
    markDirty(state, heir);
    node.label = mergeBits(parent.label, parent.labelBitLength, node.label, node.labelBitLength);
    node.labelBitLength += parent.labelBitLength;
  } else if (heir === parent.leaf) markMoved(state, heir);
}
