import {equalRoots} from "../node/index.ts";
import type {NodeVisitor, Tree, TreeIterator} from "../tree/index.ts";
import {ProofBuilder} from "./proofBuilder.ts";
import type {
  GetPrefixesRequest,
  GetRequest,
  IterateRequest,
  ProofResponse,
  ReadSyncer,
  TreeId,
} from "./requests.ts";
import {SyncerError} from "./syncerError.ts";

/**
 * Answers requests from a local tree, with the same proofs as the reference (primitives-mkvs §4.8). Requests for another
 * root than that of the tree throw `SyncerError` `invalidRoot`, a changed tree `dirtyRoot`.
 */
export class TreeSyncer implements ReadSyncer {
  readonly #tree: Tree;

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  async syncGet({tree, key, includeSiblings}: GetRequest): Promise<ProofResponse> {
    this.#check(tree);
    const builder = new ProofBuilder(tree.root.hash, tree.position);
    this.#tree.visitPath(key ?? noBytes, {visitor: builder, siblings: includeSiblings});
    return {proof: builder.build()};
  }

  /** Anchored at the root, whatever the position: an iteration can touch many subtrees. */
  async syncGetPrefixes({tree, prefixes, limit}: GetPrefixesRequest): Promise<ProofResponse> {
    this.#check(tree);
    const builder = new ProofBuilder(tree.root.hash);
    visitPrefixes(this.#iterator(builder), prefixes ?? [], limit);
    return {proof: builder.build()};
  }

  /** Anchored at the root, as for prefixes. */
  async syncIterate({tree, key, prefetch}: IterateRequest): Promise<ProofResponse> {
    this.#check(tree);
    const builder = new ProofBuilder(tree.root.hash);
    const iterator = this.#iterator(builder);
    let item = iterator.seek(key ?? noBytes);
    for (let i = 0; item !== null && i < prefetch; i++) item = iterator.next();
    return {proof: builder.build()};
  }

  #iterator(visitor: NodeVisitor): TreeIterator {
    return this.#tree.iterator({visitor});
  }

  #check({root}: TreeId): void {
    if (!equalRoots(root, this.#tree.root)) throw SyncerError.invalidRoot();
    if (!this.#tree.isClean) throw SyncerError.dirtyRoot();
  }
}

const noBytes = new Uint8Array();

/** The limit counts steps, over all prefixes together. */
function visitPrefixes(
  iterator: TreeIterator,
  prefixes: readonly (Uint8Array | null)[],
  limit: number,
): void {
  let steps = 0;
  for (const wanted of prefixes) {
    const prefix = wanted ?? noBytes;
    for (let item = iterator.seek(prefix); item !== null; item = iterator.next()) {
      if (steps >= limit) return;
      if (!hasPrefix(item.key, prefix)) break;
      steps++;
    }
  }
}

function hasPrefix(key: Uint8Array, prefix: Uint8Array): boolean {
  return key.length >= prefix.length && prefix.every((byte, i) => key[i] === byte);
}
