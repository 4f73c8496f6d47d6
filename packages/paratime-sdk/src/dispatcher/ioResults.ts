import {type LogEntry, sortWriteLog} from "@oasis-node/mkvs/writeLog";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import type {Hash} from "@oasis-node/primitives/hash";
import {addOutput, addTag, addTransaction, blockTagHash, newIoTree} from "@oasis-node/runtime/ioTree";
import type {Header} from "@oasis-node/state-transition/roothash";
import {ParatimeError, type Tag, type TransactionResult} from "../paratime/index.ts";

/** What a batch took and gave. */
export interface IoContent {
  readonly inputs: readonly Uint8Array[];
  /** One for each input. */
  readonly results: readonly TransactionResult[];
  readonly blockTags: readonly Tag[];
}

/** The I/O tree of a round in its two steps, logs in key order (runtime-workers §4.5.3). */
export interface IoResults {
  readonly hashes: Hash[];
  readonly inputRoot: Hash;
  /** From the empty tree to the inputs. */
  readonly inputWriteLog: LogEntry[];
  readonly root: Hash;
  /** From the inputs to the whole tree. */
  readonly writeLog: LogEntry[];
}

/**
 * Builds the I/O tree of a batch. Throws `ParatimeError` `ioRootMismatch` when the inputs do not make `expectedRoot`
 * (null = there is none to make), `IoTreeError` when an input is empty.
 */
export async function ioResults(
  {namespace, round}: Header,
  {inputs, results, blockTags}: IoContent,
  expectedRoot: Hash | null,
): Promise<IoResults> {
  const tree = newIoTree();
  try {
    const hashes = inputs.map((input, batchOrder) => addTransaction(tree, {input, output: null, batchOrder}));
    const {hash: inputRoot, writeLog: inputWriteLog} = await tree.commit(namespace, round + 1n);
    if (expectedRoot !== null && !equal(inputRoot, expectedRoot)) throw rootMismatch(expectedRoot, inputRoot);
    for (const [index, txHash] of hashes.entries()) {
      const result = results[index];
      if (result === undefined) continue;
      addOutput(tree, txHash, result.output);
      for (const tag of result.tags) addTag(tree, {...tag, txHash});
    }
    for (const tag of blockTags) addTag(tree, {...tag, txHash: blockTagHash});
    const {hash: root, writeLog} = await tree.commit(namespace, round + 1n);
    return {
      hashes,
      inputRoot,
      inputWriteLog: sortWriteLog(inputWriteLog),
      root,
      writeLog: sortWriteLog(writeLog),
    };
  } finally {
    tree.close();
  }
}

function rootMismatch(expected: Hash, got: Hash): ParatimeError {
  const text = `I/O root inconsistent with inputs (expected: ${toHex(expected)} got: ${toHex(got)})`;
  return new ParatimeError("ioRootMismatch", text);
}
