import {decode, text} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {Block, headerHash, RoundResults} from "@oasis-node/state-transition/roothash";
import {expect, test} from "vitest";
import {HostedRuntime} from "../../src/host/index.ts";
import {newIoTree, readTags, readTransaction} from "../../src/ioTree/index.ts";
import {mock, mockRefusedInput} from "../../src/provisioner/index.ts";
import {hostInfo, queryOf, runtimeId} from "../support/hosting.ts";

const input = new TextEncoder().encode("a transaction");
const patience = {timeoutMs: 10_000};

test("is for tests only", () => {
  expect(() => mock({debugAllowed: false, clock: systemClock})).toThrow("debug.dont_blame_oasis");
});

test("answers as any runtime does, through the protocol", async () => {
  const provisioner = mock({debugAllowed: true, clock: systemClock});
  const options = {runtimeId, provisioner, hostInfo, localConfig: null, handlers: {}, clock: systemClock};
  const runtime = new HostedRuntime({...options, logger: silentLogger, random: () => 0.5});
  runtime.start();
  const query = queryOf("hello");
  const {data} = await runtime.call("RuntimeQueryRequest", query, patience);
  expect(decode(text, data)).toBe("hello world at:1");
  const common = {
    consensusBlock: query.consensusBlock,
    block: Block.zero(),
    epoch: query.epoch,
    maxMessages: 0,
  };
  const inputs = [input, mockRefusedInput];
  const {results} = await runtime.call("RuntimeCheckTxBatchRequest", {...common, inputs}, patience);
  expect(results?.map(({error}) => [error.module, error.code])).toEqual([
    ["", 0],
    ["mock", 1],
  ]);
  const request = {...common, inputs, mode: 0, roundResults: RoundResults.zero(), ioRoot: emptyHash};
  const {batch} = await runtime.call("RuntimeExecuteTxBatchRequest", request, patience);
  expect(batch.header).toMatchObject({
    round: 1n,
    previousHash: headerHash(common.block.header),
    stateRoot: emptyHash,
  });
  const tree = newIoTree();
  tree.applyWriteLog(batch.ioWriteLog ?? []);
  expect(tree.computeRoot()).toEqual(batch.header.ioRoot);
  expect(readTransaction(tree, hashOf(input))).toEqual({input, output: input, batchOrder: 0});
  expect(readTags(tree)).toHaveLength(2);
  await runtime.abort();
  await runtime.stop();
});
