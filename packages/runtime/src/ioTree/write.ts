import {rootTypes} from "@oasis-node/mkvs/node";
import {type KeyValueTree, Tree} from "@oasis-node/mkvs/tree";
import type {WriteLog} from "@oasis-node/mkvs/writeLog";
import {encode} from "@oasis-node/primitives/cbor";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import {
  artifactKinds,
  InputArtifacts,
  type IoTag,
  type IoTransaction,
  ioKeys,
  OutputArtifacts,
} from "./artifacts.ts";
import {IoTreeError} from "./ioTreeError.ts";

/** An empty I/O tree in memory: each round begins with one (runtime-workers §4.5.3). */
export function newIoTree(): Tree {
  return Tree.create({rootType: rootTypes.io});
}

/** Adds a transaction with its tags; returns its hash. Throws `IoTreeError` `noInput`. */
export function addTransaction(
  tree: KeyValueTree,
  {input, output, batchOrder}: IoTransaction,
  tags: readonly Omit<IoTag, "txHash">[] = [],
): Hash {
  if (input.length === 0) throw new IoTreeError("noInput", "transaction: no input artifact given");
  const hash = hashOf(input);
  tree.insert(ioKeys.artifact.encode(hash, artifactKinds.input), encode(InputArtifacts, {input, batchOrder}));
  if (output !== null) addOutput(tree, hash, output);
  for (const tag of tags) addTag(tree, {...tag, txHash: hash});
  return hash;
}

/** Adds what came of a transaction whose input is there already. */
export function addOutput(tree: KeyValueTree, hash: Hash, output: Uint8Array): void {
  tree.insert(ioKeys.artifact.encode(hash, artifactKinds.output), encode(OutputArtifacts, {output}));
}

/** Adds one tag, of a transaction or with `blockTagHash` of the block. */
export function addTag(tree: KeyValueTree, {key, value, txHash}: IoTag): void {
  tree.insert(ioKeys.tag.encode(key, txHash), value);
}

/** A batch of inputs as a tree: what a scheduler proposes and a runtime rebuilds byte for byte (runtime-workers §1.7). */
export interface InputBatch {
  readonly root: Hash;
  /** From the empty root to this one. */
  readonly writeLog: WriteLog;
  /** Of each input, in their order. */
  readonly hashes: readonly Hash[];
}

/** Throws `IoTreeError` `noInput`, `duplicateInput`. */
export function inputBatch(inputs: readonly Uint8Array[]): InputBatch {
  const tree = newIoTree();
  try {
    const hashes = inputs.map((input, batchOrder) => {
      const isDuplicate =
        input.length > 0 && tree.get(ioKeys.artifact.encode(hashOf(input), artifactKinds.input)) !== null;
      if (isDuplicate)
        throw new IoTreeError("duplicateInput", "transaction: input is twice in the batch", {
          details: {batchOrder},
        });
      return addTransaction(tree, {input, output: null, batchOrder});
    });
    return {root: tree.computeRoot(), writeLog: tree.pendingWriteLog(), hashes};
  } finally {
    tree.close();
  }
}
