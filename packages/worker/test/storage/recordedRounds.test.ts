import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {gunzipSync} from "node:zlib";
import {emptyRoot, rootTypes} from "@oasis-node/mkvs/node";
import type {LogEntry, WriteLog} from "@oasis-node/mkvs/writeLog";
import {fromBase64} from "@oasis-node/primitives/bytes";
import {decode, list, nullable} from "@oasis-node/primitives/cbor";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import {Receipt, RuntimeEvent, TransactionWithResults} from "@oasis-node/rpc/services";
import {addTag, addTransaction, inputBatch, newIoTree} from "@oasis-node/runtime/ioTree";
import {Block} from "@oasis-node/state-transition/roothash";
import {expect, test} from "vitest";
import {memoryStorage, testContext, testVerifier} from "../support/scriptedRuntime.ts";

const path = "../../../../test/vectors/chain-3/export/runtime-blocks.jsonl.gz";
const Transactions = nullable(list(TransactionWithResults));
const Events = nullable(list(RuntimeEvent));
const none = new Uint8Array();

interface RecordedRound {
  readonly block_cbor: string;
  readonly transactions_cbor: string;
  readonly events_cbor: string;
}

interface Hop {
  readonly to: Hash;
  readonly log: WriteLog;
}

/** Blocks of the reference, and how their trees of inputs and outputs were made: first the batch, then its results. */
function recordedRounds(): {readonly block: Block; readonly hops: readonly Hop[]}[] {
  const lines = gunzipSync(readFileSync(fileURLToPath(new URL(path, import.meta.url))));
  return lines
    .toString()
    .trim()
    .split("\n")
    .map((line) => {
      const recorded: RecordedRound = JSON.parse(line);
      const bytes = (base64: string): Uint8Array => fromBase64(base64) ?? none;
      const block = decode(Block, bytes(recorded.block_cbor));
      const transactions = decode(Transactions, bytes(recorded.transactions_cbor)) ?? [];
      const {root, writeLog} = inputBatch(transactions.map(({tx}) => tx ?? none));
      const tree = newIoTree();
      for (const [batchOrder, {tx, result}] of transactions.entries())
        addTransaction(tree, {input: tx ?? none, output: result, batchOrder});
      for (const {key, value, txHash} of decode(Events, bytes(recorded.events_cbor)) ?? [])
        addTag(tree, {key: key ?? none, value: value ?? none, txHash});
      const results = tree
        .pendingWriteLog()
        .filter(({key}) => !writeLog.some((entry) => same(entry.key, key)));
      return {
        block,
        hops: [
          {to: root, log: writeLog},
          {to: block.header.ioRoot, log: results},
        ],
      };
    });
}

function same(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return Buffer.compare(a ?? none, b ?? none) === 0;
}

test("rounds of the reference are kept under its roots, and told to others", async () => {
  const rounds = recordedRounds();
  const {namespace} = rounds[0]?.block.header ?? Block.zero().header;
  const [alice, bob] = [await memoryStorage(namespace, "alice"), await memoryStorage(namespace, "bob")];
  let told = 0;
  for (const {block, hops} of rounds) {
    const {round, ioRoot} = block.header;
    let from = emptyHash;
    for (const {to, log} of hops) {
      const change = {
        rootType: rootTypes.io,
        srcRound: round,
        srcRoot: from,
        dstRoot: to,
        writeLog: [...log],
      };
      const [receipt] = await alice.apply({...change, namespace, dstRound: round});
      if (receipt === undefined) throw new RangeError("no receipt");
      expect(Receipt.open(testVerifier, testContext, receipt).roots).toEqual([to]);
      from = to;
    }
    const start = emptyRoot(namespace, round, rootTypes.io);
    const end = {...start, hash: ioRoot};
    await alice.db.finalize([end]);
    // An empty tree needs no telling.
    if (!bob.db.hasRoot(end)) {
      const entries: LogEntry[] = [];
      const diff = {startRoot: start, endRoot: end, options: {offsetKey: null, limit: 0n}};
      for await (const {writeLog} of alice.getDiff(diff)) entries.push(...(writeLog ?? []));
      await bob.applyChanges(start, end, entries);
      told++;
    }
    await bob.db.finalize([end]);
  }
  expect(rounds).toHaveLength(14);
  expect(told).toBe(10);
});
