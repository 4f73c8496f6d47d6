import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {readTags, readTransactions} from "@oasis-node/runtime/ioTree";
import {expect, test} from "vitest";
import {IoReader} from "../../src/client/ioRound.ts";
import {ScriptedChain} from "../support/clientChain.ts";

const executed = Array.from({length: 200}, (_, index) => ({
  input: utf8(`input ${index}`),
  output: utf8(`output ${index}`),
  tags: [{key: utf8(`key ${index % 7}`), value: utf8(`${index}`)}],
}));
const hashes = executed.map(({input}) => hashOf(input));

async function round() {
  const chain = new ScriptedChain();
  const number = await chain.round(executed);
  const {header} = chain.history.block(number).block;
  chain.stop();
  return {chain, header, reader: new IoReader(chain.storage, chain.runtimeId)};
}

test.each([1, 3, 64, 65, 200])("%d transactions are found with one read, others are not", async (count) => {
  const {chain, header, reader} = await round();
  const absent = Array.from({length: count}, (_, index) => hashOf(utf8(`absent ${index}`)));
  const found = await reader.lookUp(header, [...absent, ...hashes.slice(-count)]);
  expect(chain.reads).toBe(1);
  expect([...found.values()]).toEqual(
    executed.slice(-count).map(({output}, index) => ({
      round: header.round,
      batchOrder: executed.length - count + index,
      output,
    })),
  );
});

test("of a round only what is asked for is copied", async () => {
  const {header, reader} = await round();
  const tags = await reader.read(header, "tag");
  expect([readTags(tags).length, readTransactions(tags).length]).toEqual([200, 0]);
  const artifacts = await reader.read(header, "artifact");
  expect([readTags(artifacts).length, readTransactions(artifacts).length]).toEqual([0, 200]);
});
