import type {Tree} from "@oasis-node/mkvs/tree";
import {toHex} from "@oasis-node/primitives/bytes";
import {
  addTransaction,
  checkIoWriteLog,
  type IoTransaction,
  newIoTree,
  readInputs,
  readTags,
  readTransactions,
} from "@oasis-node/runtime/ioTree";
import type {Reporter} from "../../kind.ts";
import {outcome, refusalText} from "../../outcome.ts";
import {array, base64, type JsonObject, number, object, string} from "../../records.ts";

interface RecordedTransaction {
  readonly transaction: IoTransaction;
  readonly hash: string;
  readonly tags: readonly {readonly key: Uint8Array; readonly value: Uint8Array}[];
}

/** Inputs, outputs and tags of a round as a tree: its root, what is read back from it, and what limits say about it. */
export function checkIoTree(record: JsonObject, where: string, report: Reporter): void {
  const recorded = array(record.transactions ?? [], where).map((entry) => recordedTransaction(entry, where));
  const tree = newIoTree();
  try {
    for (const {transaction, hash, tags} of recorded)
      report.expect("hash", hash, toHex(addTransaction(tree, transaction, tags)));
    report.expect("root", record.root, toHex(tree.computeRoot()));
    checkLimits(record, where, tree, report);
    checkContents(recorded, tree, report);
  } finally {
    tree.close();
  }
}

function checkLimits(record: JsonObject, where: string, tree: Tree, report: Reporter): void {
  const maxCount = number(record.max_batch_size, where);
  const maxBytes = number(record.max_batch_size_bytes, where);
  const writeLog = tree.pendingWriteLog();
  report.expect("entries of the write log", record.write_log_entries, writeLog.length);
  const limits = {maxBatchSize: BigInt(maxCount), maxBatchSizeBytes: BigInt(maxBytes)};
  const verdict = outcome(() => checkIoWriteLog(writeLog, limits));
  report.expect("write log", recordedText(record.validate_write_log, where), refusalText(verdict));
  const batch = outcome(() => readInputs(tree, {maxCount, maxBytes}));
  report.expect("input batch", recordedText(record.input_batch_error, where), refusalText(batch));
}

/** What went in comes out: transactions by their place, and of several tags with one key the last. */
function checkContents(recorded: readonly RecordedTransaction[], tree: Tree, report: Reporter): void {
  const inOrder = recorded.map(({transaction}) => transaction).sort((a, b) => a.batchOrder - b.batchOrder);
  report.expect("transactions", inOrder, readTransactions(tree));
  const tags = new Map(
    recorded.flatMap((entry) =>
      entry.tags.map(({key, value}) => [`${toHex(key)} ${entry.hash}`, toHex(value)] as const),
    ),
  );
  const found = readTags(tree).map(
    ({key, value, txHash}) => [`${toHex(key)} ${toHex(txHash)}`, toHex(value)] as const,
  );
  report.expect("tags", sorted(tags), sorted(found));
}

function sorted(pairs: Iterable<readonly [string, string]>): string[] {
  return Array.from(pairs, (pair) => pair.join(": ")).sort();
}

function recordedTransaction(value: unknown, where: string): RecordedTransaction {
  const {input, output, batch_order, hash, tags} = object(value, where);
  return {
    transaction: {
      input: base64(input, where),
      output: output === null ? null : base64(output, where),
      batchOrder: number(batch_order, where),
    },
    hash: string(hash, where),
    tags: array(tags ?? [], where).map((tag) => {
      const entry = object(tag, where);
      return {key: base64(entry.key, where), value: base64(entry.value, where)};
    }),
  };
}

function recordedText(error: unknown, where: string): string | null {
  return error === null ? null : string(object(error, where).text, where);
}
