import type {Tree} from "@oasis-node/mkvs/tree";
import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {type IoTransaction, readTags, readTransactions} from "@oasis-node/runtime/ioTree";
import {decode} from "cborg";
import type {Reporter} from "../../kind.ts";
import {array, type JsonObject, object} from "../../records.ts";
import type {RoundRecord} from "./conversation.ts";

/** Transactions and tags of a round's I/O tree are those that were read from it. */
export function checkArtifacts(tree: Tree, record: RoundRecord, report: Reporter): void {
  report.expect("tags", record.tags ?? [], readTags(tree).map(tagRecord));
  const recorded = array(record.transactions ?? [], "transactions").map((item) =>
    object(item, "transaction"),
  );
  const found = readTransactions(tree);
  report.expect("transactions", recorded.length, found.length);
  for (const [index, transaction] of found.entries()) {
    const expected = recorded[index];
    if (expected !== undefined) checkTransaction(transaction, expected, report);
  }
}

function checkTransaction(
  {input, output, batchOrder}: IoTransaction,
  expected: JsonObject,
  report: Reporter,
): void {
  report.expect("transaction hash", expected.hash, toHex(hashOf(input)));
  report.expect("place in the batch", expected.batch_order, batchOrder);
  const recorded = object(expected.output, "output");
  // An output that has no form in JSON was recorded as an empty object.
  if (Object.keys(recorded).length > 0 && output !== null) report.expect("output", recorded, decode(output));
}

function tagRecord({key, value, txHash}: ReturnType<typeof readTags>[number]): JsonObject {
  return {Key: toBase64(key), Value: toBase64(value), TxHash: toHex(txHash)};
}
