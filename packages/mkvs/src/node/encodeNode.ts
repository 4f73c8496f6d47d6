import {hashSize} from "@oasis-node/primitives/hash";
import {bytesForBits} from "./bits.ts";
import {type InternalNode, type LeafNode, type MkvsNode, pointerHash} from "./node.ts";
import {nodePrefix} from "./nodePrefix.ts";

/** Size in bytes of the compact form, which is what a node counts for in proofs. */
export function compactNodeSize(node: MkvsNode): number {
  return node.kind === "leaf" ? leafSize(node) : internalSize(node);
}

/** The form of node databases: an internal node carries its embedded leaf and the hashes of both children. */
export function encodeNode(node: MkvsNode): Uint8Array {
  if (node.kind === "leaf") return encodeCompactNode(node);
  const compact = internalSize(node);
  const out = new Uint8Array(compact + 2 * hashSize);
  writeCompactNode(node, out, 0);
  out.set(pointerHash(node.left), compact);
  out.set(pointerHash(node.right), compact + hashSize);
  return out;
}

/** The form of proofs: as the full form, without the hashes of the children. */
export function encodeCompactNode(node: MkvsNode): Uint8Array {
  const out = new Uint8Array(compactNodeSize(node));
  writeCompactNode(node, out, 0);
  return out;
}

/** Writes the compact form at `at` and returns the position after it. */
export function writeCompactNode(node: MkvsNode, out: Uint8Array, at: number): number {
  if (node.kind === "leaf") return writeLeaf(node, out, at);
  const leaf = embeddedLeaf(node);
  const labelLength = bytesForBits(node.labelBitLength);
  out[at] = nodePrefix.internal;
  putU16(out, at + 1, node.labelBitLength);
  out.set(node.label, at + 3);
  const next = at + 3 + labelLength;
  if (leaf !== null) return writeLeaf(leaf, out, next);
  out[next] = nodePrefix.none;
  return next + 1;
}

/** The leaf in the slot of an internal node. It always travels with the node, so it is in memory when the node is. */
export function embeddedLeaf(node: InternalNode): LeafNode | null {
  const leaf = node.leaf?.node ?? null;
  return leaf?.kind === "leaf" ? leaf : null;
}

function leafSize({key, value}: LeafNode): number {
  return 1 + 2 + key.length + 4 + value.length;
}

function internalSize(node: InternalNode): number {
  const leaf = embeddedLeaf(node);
  return 3 + bytesForBits(node.labelBitLength) + (leaf === null ? 1 : leafSize(leaf));
}

function writeLeaf({key, value}: LeafNode, out: Uint8Array, at: number): number {
  out[at] = nodePrefix.leaf;
  putU16(out, at + 1, key.length);
  out.set(key, at + 3);
  const valueAt = at + 3 + key.length;
  putU16(out, valueAt, value.length & 0xffff);
  putU16(out, valueAt + 2, value.length >>> 16);
  out.set(value, valueAt + 4);
  return valueAt + 4 + value.length;
}

function putU16(out: Uint8Array, at: number, value: number): void {
  out[at] = value & 0xff;
  out[at + 1] = value >>> 8;
}
