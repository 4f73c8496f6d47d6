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
import {markDirty, markMoved, markPathDirty, relink, type Slot, type TreeState} from "./treeState.ts";

interface Parent {
  readonly node: InternalNode;
  readonly slot: Slot;
}

/**
 * Sets the value of a key and returns whether it was in the tree before (primitives-mkvs §4.4). Throws before anything
 * is changed when a node is missing.
 */
export function insert(state: TreeState, key: Uint8Array, value: Uint8Array): boolean {
  const keyBits = bitLength(key);
  const path: Pointer[] = [];
  let parent: Parent | undefined;
  let depth = 0;
  for (let pointer = state.root; pointer !== null; ) {
    const node = state.cache.load(pointer, key);
    if (node.kind === "leaf") {
      if (equal(node.key, key)) return replaceValue(state, path, pointer, node, value);
      const leaf = Pointer.toNew(new LeafNode(key, value));
      return attach(state, path, parent, splitLeaf(state, pointer, node, leaf, depth));
    }
    const common = commonPrefixLength(node.label, node.labelBitLength, key, depth);
    if (common < node.labelBitLength) {
      const leaf = Pointer.toNew(new LeafNode(key, value));
      return attach(state, path, parent, splitLabel(state, pointer, node, leaf, {depth, common}));
    }
    depth += node.labelBitLength;
    path.push(pointer);
    parent = {node, slot: slotFor(key, keyBits, depth)};
    pointer = node[parent.slot];
  }
  return attach(state, path, parent, Pointer.toNew(new LeafNode(key, value)));
}

function slotFor(key: Uint8Array, keyBits: number, depth: number): Slot {
  if (keyBits === depth) return "leaf";
  return getBit(key, depth) ? "right" : "left";
}

function attach(
  state: TreeState,
  path: readonly Pointer[],
  parent: Parent | undefined,
  pointer: Pointer,
): false {
  relink(state, parent, pointer);
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
