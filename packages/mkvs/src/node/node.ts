import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import type {DbRef} from "./dbRef.ts";

/** A key with its value. Lives below an internal node, in the leaf slot of one, or is the whole tree. */
export class LeafNode {
  readonly kind = "leaf";
  readonly key: Uint8Array;
  value: Uint8Array;
  /** Meaningful when clean. */
  hash: Hash;
  clean: boolean;

  /** Clean when the hash is given, otherwise a new leaf. The node keeps the arrays, it does not copy them. */
  constructor(key: Uint8Array, value: Uint8Array, hash: Hash | null = null) {
    this.key = key;
    this.value = value;
    this.hash = hash ?? emptyHash;
    this.clean = hash !== null;
  }
}

/**
 * An inner node of the trie. Its label are the key bits between the parent's branch point and its own, the branch bit
 * included, so that only the root may have an empty one (primitives-mkvs §4.3).
 */
export class InternalNode {
  readonly kind = "internal";
  labelBitLength: number;
  /** Bits start at bit 0; the unused bits of the last byte are zero. */
  label: Uint8Array;
  /** Leaf of the key that ends right after the label. Always loaded together with this node. */
  leaf: Pointer | null;
  left: Pointer | null;
  right: Pointer | null;
  /** Meaningful when clean. */
  hash: Hash;
  clean: boolean;

  /** Clean when the hash is given, otherwise a new node. */
  constructor(
    label: Uint8Array,
    labelBitLength: number,
    children: {
      readonly leaf: Pointer | null;
      readonly left: Pointer | null;
      readonly right: Pointer | null;
    },
    hash: Hash | null = null,
  ) {
    this.labelBitLength = labelBitLength;
    this.label = label;
    this.leaf = children.leaf;
    this.left = children.left;
    this.right = children.right;
    this.hash = hash ?? emptyHash;
    this.clean = hash !== null;
  }
}

export type MkvsNode = LeafNode | InternalNode;

/** Link to a node which may or may not be in memory. `null` stands for a link to nothing. */
export class Pointer {
  /** Hash of the node; meaningful when clean, or when `hashed`. */
  hash: Hash;
  /** `null` = not loaded. */
  node: MkvsNode | null;
  /** The node is as it was when it was last stored. A dirty pointer has only dirty ancestors. */
  clean: boolean;
  /** Dirty, but `hash` is up to date. A dirty pointer without a hash has only ancestors without one. */
  hashed = false;
  /** Where the node database keeps the node; `null` = not there, or not known. Meaningful when clean. */
  dbRef: DbRef | null;
  /** When the cache saw it last; for the tree only. */
  usedIn = -1;

  private constructor(hash: Hash, node: MkvsNode | null, clean: boolean, dbRef: DbRef | null) {
    this.hash = hash;
    this.node = node;
    this.clean = clean;
    this.dbRef = dbRef;
  }

  /** To a node made just now. */
  static toNew(node: MkvsNode): Pointer {
    return new Pointer(emptyHash, node, false, null);
  }

  /** To a node that is not loaded. */
  static toStored(hash: Hash, dbRef: DbRef | null = null): Pointer {
    return new Pointer(hash, null, true, dbRef);
  }

  /** To a loaded clean node. */
  static toLoaded(node: MkvsNode, dbRef: DbRef | null = null): Pointer {
    return new Pointer(node.hash, node, true, dbRef);
  }
}

/** Hash behind a link: that of nothing for `null`. */
export function pointerHash(pointer: Pointer | null): Hash {
  return pointer === null ? emptyHash : pointer.hash;
}
