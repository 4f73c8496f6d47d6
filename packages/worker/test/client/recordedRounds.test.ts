import {readFileSync} from "node:fs";
import {fileURLToPath} from "node:url";
import {gunzipSync} from "node:zlib";
import {fromBase64} from "@oasis-node/primitives/bytes";
import {decode, encode, list, nullable} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {silentLogger} from "@oasis-node/primitives/log";
import {RuntimeEvent, TransactionWithResults} from "@oasis-node/rpc/services";
import {addTag, addTransaction, newIoTree} from "@oasis-node/runtime/ioTree";
import {Block} from "@oasis-node/state-transition/roothash";
import {expect, test} from "vitest";
import {RuntimeClient} from "../../src/client/index.ts";
import {ScriptedChain} from "../support/clientChain.ts";
import {random} from "../support/testChain.ts";

interface RecordedRound {
  readonly block_cbor: string;
  readonly transactions_cbor: string;
  readonly events_cbor: string;
}

const path = "../../../../test/vectors/chain-3/export/runtime-blocks.jsonl.gz";
const Transactions = nullable(list(TransactionWithResults));
const Events = nullable(list(RuntimeEvent));

function recordedRounds() {
  const lines = gunzipSync(readFileSync(fileURLToPath(new URL(path, import.meta.url))));
  return lines
    .toString()
    .trim()
    .split("\n")
    .map((line) => {
      const recorded: RecordedRound = JSON.parse(line);
      const bytes = (base64: string): Uint8Array => fromBase64(base64) ?? new Uint8Array();
      return {
        block: bytes(recorded.block_cbor),
        transactions: bytes(recorded.transactions_cbor),
        events: bytes(recorded.events_cbor),
      };
    });
}

test("rounds of the reference are told as the reference told them", async () => {
  const rounds = recordedRounds();
  const blocks = rounds.map(({block}) => decode(Block, block));
  const runtimeId = blocks[0]?.header.namespace;
  const chain = new ScriptedChain(runtimeId);
  for (const [index, block] of blocks.entries()) {
    const tree = newIoTree();
    const {transactions, events} = rounds[index] ?? {};
    for (const [batchOrder, {tx, result}] of (decode(Transactions, transactions ?? none) ?? []).entries())
      addTransaction(tree, {input: tx ?? none, output: result, batchOrder});
    for (const {key, value, txHash} of decode(Events, events ?? none) ?? [])
      addTag(tree, {key: key ?? none, value: value ?? none, txHash});
    // What was recorded is all that the tree had.
    expect(tree.computeRoot()).toEqual(block.header.ioRoot);
    await chain.add(block, tree);
  }
  const {api} = new RuntimeClient({
    runtimes: [
      {id: chain.runtimeId, history: chain.history, storage: chain.storage, earliestState: null, host: null},
    ],
    chain: chain.api,
    gossip: null,
    synced: async () => {},
    maxTransactionAge: 1500n,
    debugAllowed: false,
    clock: systemClock,
    random,
    logger: silentLogger,
  });
  for (const [index, {block, transactions, events}] of rounds.entries()) {
    const round = blocks[index]?.header.round;
    if (round === undefined) continue;
    const request = {runtimeId: chain.runtimeId, round};
    expect(encode(Block, await api.getBlock(request))).toEqual(block);
    expect(encode(Transactions, await api.getTransactionsWithResults(request))).toEqual(transactions);
    expect(encode(Events, await api.getEvents(request))).toEqual(events);
    const told = (await api.getTransactionsWithResults(request)) ?? [];
    expect(await api.getTransactions(request)).toEqual(told.map(({tx}) => tx));
  }
  expect(rounds).toHaveLength(14);
  chain.stop();
});

const none = new Uint8Array();
