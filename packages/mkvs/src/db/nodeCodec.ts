import {asHash, type Hash, hashSize} from "@oasis-node/primitives/hash";
import {bytesForBits, InternalNode, LeafNode, type MkvsNode, Pointer} from "../node/index.ts";
import {NodeDbError} from "./errors.ts";
import {getRef, type NodeRef, putRef, refOf, refSize, unknownRef} from "./nodeRef.ts";

/*
 * A stored node. Hash and place of the node are known to whoever refers to it:
 *   leaf      00 ‖ u16 key length ‖ key ‖ u32 value length ‖ value
 *   internal  10 + (1 leaf, 2 left, 4 right present) ‖ u16 label bits ‖ label ‖ (hash ‖ reference) of each present child
 * Unlike in the form for others (primitives-mkvs §4.2) the embedded leaf is a node of its own, so that it keeps its
 * place when it moves in or out of the slot.
 */
const leafTag = 0x00;
const internalTag = 0x10;
const childFlags = {leaf: 1, left: 2, right: 4} as const;
const linkSize = hashSize + refSize;

/** An internal node as stored: its children by hash and place. */
interface StoredInternal {
  readonly kind: "internal";
  readonly labelBitLength: number;
  readonly label: Uint8Array;
  readonly leaf: Link | null;
  readonly left: Link | null;
  readonly right: Link | null;
}

interface StoredLeaf {
  readonly kind: "leaf";
  readonly key: Uint8Array;
  readonly value: Uint8Array;
}

export type StoredNode = StoredInternal | StoredLeaf;

export interface Link {
  readonly hash: Hash;
  readonly ref: NodeRef;
}

export function storedSize(node: MkvsNode): number {
  if (node.kind === "leaf") return 7 + node.key.length + node.value.length;
  const children = Number(node.leaf !== null) + Number(node.left !== null) + Number(node.right !== null);
  return 3 + bytesForBits(node.labelBitLength) + children * linkSize;
}

/** Writes a node at `at`; its children have their places. */
export function writeNode(target: Uint8Array, at: number, node: MkvsNode): void {
  if (node.kind === "leaf") {
    writeLeaf(target, at, node);
    return;
  }
  const {leaf, left, right} = node;
  target[at] =
    internalTag |
    (leaf === null ? 0 : childFlags.leaf) |
    (left === null ? 0 : childFlags.left) |
    (right === null ? 0 : childFlags.right);
  putU16(target, at + 1, node.labelBitLength);
  target.set(node.label, at + 3);
  let next = at + 3 + node.label.length;
  if (leaf !== null) next = writeLink(target, next, leaf);
  if (left !== null) next = writeLink(target, next, left);
  if (right !== null) writeLink(target, next, right);
}

function writeLink(target: Uint8Array, at: number, child: Pointer): number {
  target.set(child.hash, at);
  putRef(target, at + hashSize, refOf(child));
  return at + linkSize;
}

function writeLeaf(target: Uint8Array, at: number, {key, value}: LeafNode): void {
  target[at] = leafTag;
  putU16(target, at + 1, key.length);
  target.set(key, at + 3);
  const valueAt = at + 3 + key.length;
  putU16(target, valueAt, value.length >>> 16);
  putU16(target, valueAt + 2, value.length & 0xffff);
  target.set(value, valueAt + 4);
}

/** Reads the node at `at`; its bytes are copied. Throws `NodeDbError` `corrupted`. */
export function readNode(source: Uint8Array, at: number): StoredNode {
  const tag = source[at] ?? 0xff;
  if (tag === leafTag) return readLeaf(source, at);
  if ((tag & ~7) !== internalTag)
    throw new NodeDbError("corrupted", "unknown kind of node", {details: {tag}});
  const labelBitLength = getU16(source, at + 1);
  const labelEnd = at + 3 + bytesForBits(labelBitLength);
  let next = labelEnd;
  const link = (flag: number): Link | null => {
    if ((tag & flag) === 0) return null;
    const read = {
      hash: asHash(source.slice(next, next + hashSize)),
      ref: getRef(source, next + hashSize),
    };
    next += linkSize;
    return read;
  };
  const leaf = link(childFlags.leaf);
  const left = link(childFlags.left);
  const right = link(childFlags.right);
  if (next > source.length) throw new NodeDbError("corrupted", "node ends early");
  return {kind: "internal", labelBitLength, label: source.slice(at + 3, labelEnd), leaf, left, right};
}

function readLeaf(source: Uint8Array, at: number): StoredLeaf {
  const keyEnd = at + 3 + getU16(source, at + 1);
  const valueAt = keyEnd + 4;
  const end = valueAt + getU16(source, keyEnd) * 65536 + getU16(source, keyEnd + 2);
  if (end > source.length) throw new NodeDbError("corrupted", "node ends early");
  return {kind: "leaf", key: source.slice(at + 3, keyEnd), value: source.slice(valueAt, end)};
}

/** A stored node for the tree. `readEmbedded` reads the leaf in the slot, which is always loaded. */
export function toTreeNode(stored: StoredNode, hash: Hash, readEmbedded: (link: Link) => MkvsNode): MkvsNode {
  if (stored.kind === "leaf") return new LeafNode(stored.key, stored.value, hash);
  const leaf =
    stored.leaf === null ? null : Pointer.toLoaded(readEmbedded(stored.leaf), toDbRef(stored.leaf.ref));
  const children = {leaf, left: toPointer(stored.left), right: toPointer(stored.right)};
  return new InternalNode(stored.label, stored.labelBitLength, children, hash);
}

function toPointer(link: Link | null): Pointer | null {
  return link === null ? null : Pointer.toStored(link.hash, toDbRef(link.ref));
}

export function toDbRef(ref: NodeRef): number | null {
  return ref === unknownRef ? null : ref;
}

function putU16(target: Uint8Array, at: number, value: number): void {
  target[at] = value >>> 8;
  target[at + 1] = value;
}

function getU16(source: Uint8Array, at: number): number {
  return (source[at] ?? 0) * 256 + (source[at + 1] ?? 0);
}
