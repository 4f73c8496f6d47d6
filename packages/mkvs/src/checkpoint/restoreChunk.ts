import {equal, toHex} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {Batch, NodeDb} from "../db/index.ts";
import {emptyRoot, type Pointer} from "../node/index.ts";
import {verifyProof} from "../syncer/index.ts";
import {decodeChunk} from "./chunkCodec.ts";
import {checkpointErrors} from "./errors.ts";
import type {ChunkMetadata} from "./metadata.ts";

/** Honest chunks hold little more than the chunk size of their maker, 8 MiB by default. */
export const defaultMaxInflatedLength = 64 * 1024 * 1024;

/**
 * Verifies one chunk against the metadata and stores its nodes under the root. The digest is checked before anything is
 * expanded, so only whoever wrote the metadata can have us expand what is not a chunk.
 */
export async function restoreChunk(
  db: NodeDb,
  {root, digest}: ChunkMetadata,
  compressed: Uint8Array,
  maxInflatedLength: number,
): Promise<void> {
  const found = hashOf(compressed);
  if (!equal(found, digest)) {
    throw checkpointErrors.chunkCorrupted({
      context: `digest incorrect (expected: ${toHex(digest)} got: ${toHex(found)})`,
    });
  }
  const top = verifyChunk(root.hash, compressed, maxInflatedLength);
  const batch = db.newBatch(emptyRoot(root.namespace, root.version, root.type), root.version, true);
  try {
    putLoaded(batch, top);
    await batch.commit(root, top);
  } finally {
    batch.reset();
  }
}

/** Top of the part of the tree that the chunk holds. */
function verifyChunk(rootHash: Hash, compressed: Uint8Array, maxInflatedLength: number): Pointer | null {
  try {
    return verifyProof(rootHash, {
      untrustedRoot: rootHash,
      entries: decodeChunk(compressed, maxInflatedLength),
    });
  } catch (cause) {
    if (!(cause instanceof TypedError)) throw cause;
    throw checkpointErrors.chunkProofVerificationFailed({context: cause.message, cause});
  }
}

/** Puts the loaded nodes, children first. A chunk can be deeper than the call stack. */
function putLoaded(batch: Batch, top: Pointer | null): void {
  const open: {readonly pointer: Pointer; readonly childrenDone: boolean}[] = [];
  const visit = (pointer: Pointer | null): void => {
    if (pointer !== null && pointer.node !== null) open.push({pointer, childrenDone: false});
  };
  visit(top);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const {node} = next.pointer;
    if (next.childrenDone || node?.kind !== "internal") {
      batch.putNode(next.pointer);
      continue;
    }
    open.push({pointer: next.pointer, childrenDone: true});
    visit(node.right);
    visit(node.left);
    visit(node.leaf);
  }
}
