import {asHash, type Hash, hashSize, isEmptyHash} from "@oasis-node/primitives/hash";
import {bytesForBits} from "./bits.ts";
import {InternalNode, LeafNode, type MkvsNode, Pointer} from "./node.ts";
import {NodeError} from "./nodeError.ts";
import {NodeHasher} from "./nodeHasher.ts";
import {nodePrefix} from "./nodePrefix.ts";

/**
 * Node of its full or compact form, clean; bytes are copied (primitives-mkvs §4.2). The hash of a compact internal node
 * is not known yet. As in the reference, bytes after the node are ignored, and a compact internal node followed by
 * 64 or more of them is taken for a full one. Throws `NodeError`.
 */
export function decodeNode(bytes: Uint8Array, hasher: NodeHasher = new NodeHasher()): MkvsNode {
  // The reference tells the kinds apart only with two bytes at least.
  if (bytes.length < 2) throw NodeError.malformedNode();
  if (bytes[0] === nodePrefix.leaf) return readLeaf(bytes, 0, hasher).leaf;
  if (bytes[0] === nodePrefix.internal) return readInternal(bytes, hasher);
  throw NodeError.malformedNode();
}

function readLeaf(bytes: Uint8Array, start: number, hasher: NodeHasher): {leaf: LeafNode; end: number} {
  if (bytes.length - start < 7 || bytes[start] !== nodePrefix.leaf) throw NodeError.malformedNode();
  const keyEnd = start + 3 + readU16(bytes, start + 1);
  if (keyEnd > bytes.length) throw NodeError.malformedKey();
  if (keyEnd + 4 > bytes.length) throw NodeError.malformedNode();
  const end = keyEnd + 4 + readU16(bytes, keyEnd) + readU16(bytes, keyEnd + 2) * 0x10000;
  if (end > bytes.length) throw NodeError.malformedNode();
  const key = bytes.slice(start + 3, keyEnd);
  const value = bytes.slice(keyEnd + 4, end);
  return {leaf: new LeafNode(key, value, hasher.leaf({key, value})), end};
}

function readInternal(bytes: Uint8Array, hasher: NodeHasher): InternalNode {
  if (bytes.length < 4) throw NodeError.malformedNode();
  const labelBitLength = readU16(bytes, 1);
  const labelEnd = 3 + bytesForBits(labelBitLength);
  if (labelEnd >= bytes.length) throw NodeError.malformedNode();
  const label = bytes.slice(3, labelEnd);
  const {leaf, end} = readEmbeddedLeaf(bytes, labelEnd, hasher);
  const full = bytes.length >= end + 2 * hashSize;
  const left = full ? readChild(bytes, end) : null;
  const right = full ? readChild(bytes, end + hashSize) : null;
  const node = new InternalNode(label, labelBitLength, {leaf, left, right});
  if (full) node.hash = hasher.internal(node);
  node.clean = true;
  return node;
}

function readEmbeddedLeaf(
  bytes: Uint8Array,
  start: number,
  hasher: NodeHasher,
): {leaf: Pointer | null; end: number} {
  if (bytes[start] === nodePrefix.none) return {leaf: null, end: start + 1};
  try {
    const {leaf, end} = readLeaf(bytes, start, hasher);
    return {leaf: Pointer.toLoaded(leaf), end};
  } catch (error) {
    throw error instanceof NodeError ? NodeError.malformedLeafNode(error) : error;
  }
}

function readChild(bytes: Uint8Array, at: number): Pointer | null {
  const hash: Hash = asHash(bytes.slice(at, at + hashSize));
  return isEmptyHash(hash) ? null : Pointer.toStored(hash);
}

function readU16(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8);
}
