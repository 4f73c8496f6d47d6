import {equal} from "@oasis-node/primitives/bytes";
import {
  bitLength,
  commonKeyPrefixLength,
  commonPrefixLength,
  getBit,
  InternalNode,
  LeafNode,
  Pointer,
  sliceBits,
} from "../node/index.ts";
import {markDirty, markMoved, markPathDirty, type Slot, type TreeState} from "./treeState.ts";

/** What `insert` came across on its way. */
interface Descent {
  readonly key: Uint8Array;
  /** Internal nodes from the root down. */
  readonly path: Pointer[];
  /** Key bits up to the end of the label of the last one. */
  depth: number;
}

/**
 * Sets the value of a key and returns whether it was in the tree before (primitives-mkvs §4.4). Throws before anything
 * is changed when a node is missing.
 */
export function insert(state: TreeState, key: Uint8Array, value: Uint8Array): boolean {
  const keyBits = bitLength(key);
  const descent: Descent = {key, path: [], depth: 0};
  for (let pointer = state.root; pointer !== null; ) {
    const node = state.cache.load(pointer, key);
    const {depth} = descent;
    if (node.kind === "leaf") {
      if (equal(node.key, key)) return replaceValue(state, descent.path, pointer, node, value);
      const leaf = Pointer.toNew(new LeafNode(key, value));
      return attach(state, descent, splitLeaf(state, pointer, node, leaf, depth));
    }
    const common = commonWithLabel(node, descent);
    if (common < node.labelBitLength) {
      const leaf = Pointer.toNew(new LeafNode(key, value));
      return attach(state, descent, splitLabel(state, pointer, node, leaf, {depth, common}));
    }
    const end = depth + node.labelBitLength;
    descent.depth = end;
    descent.path.push(pointer);
    if (keyBits === end) pointer = node.leaf;
    else pointer = getBit(key, end) ? node.right : node.left;
  }
  return attach(state, descent, Pointer.toNew(new LeafNode(key, value)));
}

/** PERF: a label that is the branch bit alone was compared when its side was chosen; most labels near the root are. */
function commonWithLabel(node: InternalNode, {key, depth}: Descent): number {
  if (node.labelBitLength === 1 && depth > 0) return 1;
  return commonPrefixLength(node.label, node.labelBitLength, key, depth);
}

function slotFor(key: Uint8Array, keyBits: number, depth: number): Slot {
  if (keyBits === depth) return "leaf";
  return getBit(key, depth) ? "right" : "left";
}

/** Puts `pointer` where the key continues after the path. */
function attach(state: TreeState, {key, path, depth}: Descent, pointer: Pointer): false {
  const parent = path.at(-1)?.node;
  if (parent?.kind === "internal") parent[slotFor(key, bitLength(key), depth)] = pointer;
  else state.root = pointer;
  markPathDirty(state, path);
  state.changes++;
  return false;
}

/** An equal value leaves the tree clean. */
function replaceValue(
  state: TreeState,
  path: readonly Pointer[],
  pointer: Pointer,
  leaf: LeafNode,
  value: Uint8Array,
): true {
  if (!equal(leaf.value, value)) {
    markDirty(state, pointer);
    markPathDirty(state, path);
    leaf.value = value;
    state.changes++;
  }
  return true;
}

/** Two keys part below `depth`: a new internal node takes the place of the leaf and holds both. */
function splitLeaf(
  state: TreeState,
  pointer: Pointer,
  {key: oldKey}: LeafNode,
  leaf: Pointer,
  depth: number,
): Pointer {
  const {key} = leaf.node as LeafNode;
  const common = commonKeyPrefixLength(oldKey, key, depth);
  const label = sliceBits(key, depth, common);
  const children: Record<Slot, Pointer | null> = {leaf: null, left: null, right: null};
  const oldSlot = slotFor(oldKey, bitLength(oldKey), depth + common);
  if (oldSlot === "leaf") markMoved(state, pointer);
  children[oldSlot] = pointer;
  children[slotFor(key, bitLength(key), depth + common)] = leaf;
  return Pointer.toNew(new InternalNode(label, common, children));
}

/** The key leaves the path inside a label: the internal node keeps the rest of its label below a new one. */
function splitLabel(
  state: TreeState,
  pointer: Pointer,
  node: InternalNode,
  leaf: Pointer,
  {depth, common}: {readonly depth: number; readonly common: number},
): Pointer {
  const {key} = leaf.node as LeafNode;
  const label = sliceBits(node.label, 0, common);
  const rest = sliceBits(node.label, common, node.labelBitLength - common);
  markDirty(state, pointer);
  node.label = rest;
  node.labelBitLength -= common;
  const children: Record<Slot, Pointer | null> = {leaf: null, left: null, right: null};
  children[getBit(rest, 0) ? "right" : "left"] = pointer;
  children[slotFor(key, bitLength(key), depth + common)] = leaf;
  return Pointer.toNew(new InternalNode(label, common, children));
}
