import {equal} from "@oasis-node/primitives/bytes";
import {asHash, type Hash, isEmptyHash} from "@oasis-node/primitives/hash";
import {decodeNode, type InternalNode, NodeHasher, Pointer, pointerHash} from "../node/index.ts";
import {type Proof, proofEntryTag} from "./proof.ts";
import {ProofError} from "./syncerError.ts";

interface OpenNode {
  readonly node: InternalNode;
  hasLeft: boolean;
}

/**
 * Checks a proof against a root hash known from elsewhere and returns the nodes in it; `null` for the empty tree. As in
 * the reference, entries after the last needed one and bytes after a node are ignored (primitives-mkvs §4.8). Throws
 * `ProofError`, `NodeError` or `HashError`. PERF: linear in the size of the proof, whatever its depth.
 */
export function verifyProof(root: Hash, proof: Proof, hasher: NodeHasher = new NodeHasher()): Pointer | null {
  if (!equal(proof.untrustedRoot, root)) throw ProofError.unexpectedRoot(root, proof.untrustedRoot);
  const entries = proof.entries ?? [];
  if (entries.length === 0) throw ProofError.emptyProof();
  const top = readSubtree(entries, hasher);
  const hash = pointerHash(top);
  if (!equal(hash, root)) throw ProofError.badRoot(root, hash);
  return top;
}

/** Reads pre-order entries until the first subtree is complete. */
function readSubtree(entries: readonly (Uint8Array | null)[], hasher: NodeHasher): Pointer | null {
  const open: OpenNode[] = [];
  for (const entry of entries) {
    let pointer = readEntry(entry, hasher);
    if (pointer?.node?.kind === "internal") {
      open.push({node: pointer.node, hasLeft: false});
      continue;
    }
    let parent = open.at(-1);
    while (parent?.hasLeft === true) {
      pointer = complete(parent.node, pointer, hasher);
      open.pop();
      parent = open.at(-1);
    }
    if (parent === undefined) return pointer;
    parent.node.left = pointer;
    parent.hasLeft = true;
  }
  throw ProofError.malformed();
}

/** Sets the last child. The children of the entry itself, if any, do not count. */
function complete(node: InternalNode, right: Pointer | null, hasher: NodeHasher): Pointer {
  node.right = right;
  node.hash = hasher.internal(node);
  return Pointer.toLoaded(node);
}

function readEntry(entry: Uint8Array | null, hasher: NodeHasher): Pointer | null {
  if (entry === null) return null;
  const tag = entry[0];
  if (tag === undefined) throw ProofError.malformed();
  if (tag === proofEntryTag.node) return Pointer.toLoaded(decodeNode(entry.subarray(1), hasher));
  if (tag !== proofEntryTag.hash) throw ProofError.unexpectedEntry(tag);
  const hash = asHash(entry.slice(1));
  return isEmptyHash(hash) ? null : Pointer.toStored(hash);
}
