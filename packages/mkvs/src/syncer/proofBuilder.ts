import {BytesMap, concat} from "@oasis-node/primitives/bytes";
import {type Hash, isEmptyHash} from "@oasis-node/primitives/hash";
import {compactNodeSize, type MkvsNode, pointerHash, writeCompactNode} from "../node/index.ts";
import type {NodeVisitor} from "../tree/index.ts";
import {type Proof, proofEntryTag} from "./proof.ts";
import {SyncerError} from "./syncerError.ts";

interface IncludedNode {
  /** As it stands in the proof, tag included. */
  readonly entry: Uint8Array;
  /** Hashes of right and left child; none for a leaf. The embedded leaf is part of the entry. */
  readonly children: readonly Hash[];
}

/** Collects nodes of a tree for a proof (primitives-mkvs §4.8). */
export class ProofBuilder implements NodeVisitor {
  readonly #root: Hash;
  readonly #position: Hash;
  readonly #included = new BytesMap<Hash, IncludedNode>();
  #size = 0;

  /** The proof starts at the node with hash `position` if that gets included, otherwise at the root of the tree. */
  constructor(root: Hash, position: Hash = root) {
    this.#root = root;
    this.#position = position;
  }

  /**
   * Bytes of all included nodes, each once: what checkpoint chunks are cut by. A leaf that was visited in its slot
   * counts besides its internal node, although it gets no entry of its own.
   */
  get size(): number {
    return this.#size;
  }

  /** Throws `SyncerError` `dirtyNode` unless the node is clean. */
  include(node: MkvsNode): void {
    if (!node.clean) throw SyncerError.dirtyNode();
    if (this.#included.has(node.hash)) return;
    const entry = new Uint8Array(1 + compactNodeSize(node));
    entry[0] = proofEntryTag.node;
    writeCompactNode(node, entry, 1);
    const children = node.kind === "leaf" ? [] : [pointerHash(node.right), pointerHash(node.left)];
    this.#included.set(node.hash, {entry, children});
    this.#size += entry.length;
  }

  build(): Proof {
    return {untrustedRoot: this.#top, entries: [...this.entries()]};
  }

  /** The entries of the proof, one at a time: there may be a great many. */
  *entries(): Generator<Uint8Array | null, void, undefined> {
    const stack: Hash[] = [this.#top];
    for (let hash = stack.pop(); hash !== undefined; hash = stack.pop()) {
      const node = this.#included.get(hash);
      if (node !== undefined) {
        yield node.entry;
        stack.push(...node.children);
      } else yield isEmptyHash(hash) ? null : concat(Uint8Array.of(proofEntryTag.hash), hash);
    }
  }

  get #top(): Hash {
    return this.#included.has(this.#position) ? this.#position : this.#root;
  }
}
