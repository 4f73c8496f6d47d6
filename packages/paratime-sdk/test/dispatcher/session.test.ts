import {utf8} from "@oasis-node/primitives/bytes";
import {decode, encode, map, text, u64} from "@oasis-node/primitives/cbor";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {executionModes} from "@oasis-node/runtime/protocol";
import {describe, expect, test} from "vitest";
import type {Paratime} from "../../src/paratime/index.ts";
import {TestHost} from "../support/host.ts";
import {lightBlock} from "../support/lightBlock.ts";
import {call, set, testParatime} from "../support/paratime.ts";

const noArguments = new Uint8Array();

describe("a session ends without an answer", () => {
  test("when the ParaTime has a defect", async () => {
    const host = await TestHost.of(testParatime);
    await expect(host.execute([call("crash")])).rejects.toMatchObject({code: "closed"});
    expect(await host.ended).toMatchObject({kind: "failed", error: {message: "a defect"}});
  });

  test("when the inputs are not those that were agreed on", async () => {
    const host = await TestHost.of(testParatime);
    await expect(host.execute([set("a", "1")], {ioRoot: emptyHash})).rejects.toMatchObject({code: "closed"});
    expect(await host.ended).toMatchObject({kind: "failed", error: {code: "ioRootMismatch"}});
  });

  test("when the state that the host shows is not the one that was agreed on", async () => {
    const host = await TestHost.of(testParatime);
    host.header = {...host.header, stateRoot: hashOf(utf8("another state"))};
    await expect(host.execute([set("a", "1")])).rejects.toMatchObject({code: "closed"});
    expect(await host.ended).toMatchObject({kind: "failed", error: {code: "unavailable"}});
  });

  test("when a block is another ParaTime's", async () => {
    const host = await TestHost.of(testParatime);
    host.header = {...host.header, namespace: testNamespace(utf8("another"))};
    await expect(host.check([set("a", "1")])).rejects.toMatchObject({code: "closed"});
    expect(await host.ended).toMatchObject({kind: "failed", error: {code: "foreignNamespace"}});
  });

  test("when a light block says nothing about a state", async () => {
    const host = await TestHost.of(testParatime);
    const consensusBlock = {height: 2n, meta: lightBlock(utf8("short") as typeof emptyHash)};
    await expect(host.execute([], {consensusBlock})).rejects.toMatchObject({code: "closed"});
    expect((await host.ended).kind).toBe("failed");
  });
});

describe("a session goes on", () => {
  test("after a batch with a transaction that is no call", async () => {
    const host = await TestHost.of(testParatime);
    const refused = {module: "test", code: 1, message: "malformed transaction batch"};
    await expect(host.execute([set("a", "1"), utf8("x")])).rejects.toMatchObject(refused);
    expect(await host.finalize(await host.execute([set("b", "1")]))).toBe(true);
    expect(await host.query("keys", encode(text, ""))).toEqual(Uint8Array.of(0x81, 0x61, 0x62));
    host.connection.close();
  });

  test("after queries that nobody knows", async () => {
    const host = await TestHost.of(testParatime);
    const unknown = {module: "rhp/dispatcher", code: 2, message: "query not supported"};
    await expect(host.query("nope", noArguments)).rejects.toMatchObject(unknown);
    await expect(host.query("internal.BatchWeightLimits", noArguments)).rejects.toMatchObject(unknown);
    await expect(host.query("keys", noArguments)).rejects.toMatchObject({
      module: "test",
      message: "malformed call arguments",
    });
    host.connection.close();
  });

  test("while as many requests as a host may have open read the state", async () => {
    const host = await TestHost.of(testParatime);
    await host.finalize(await host.execute([set("a", "1")]));
    const keys = Array.from({length: 1000}, (_, i) => encode(text, `${i}`));
    const answers = await Promise.all(keys.map((key) => host.query("keys", key)));
    expect(answers).toHaveLength(1000);
    expect(host.reads).toBeGreaterThan(0);
    host.connection.close();
  });

  test("without scheduling, when it is asked to schedule", async () => {
    const host = await TestHost.of({...testParatime, scheduling: null});
    const mode = executionModes.schedule;
    await expect(host.execute([], {mode})).rejects.toMatchObject({module: "rhp/dispatcher", code: 3});
    host.connection.close();
  });

  test("after an abort, which ends the batch before it is answered", async () => {
    const reached = Promise.withResolvers<void>();
    const host = await TestHost.of({
      ...testParatime,
      beginBatch: async () => reached.resolve(),
    });
    const inputs = Array.from({length: 500}, (_, i) => set(`k${i}`, "1"));
    const batch = host.execute(inputs).then(
      () => "executed",
      (error: Error) => error.message,
    );
    await reached.promise;
    const answered: string[] = [];
    const abort = host.connection.call("RuntimeAbortRequest", {}).then(() => answered.push("abort"));
    await batch.then((outcome) => answered.push(outcome));
    await abort;
    expect(answered).toEqual(["batch aborted", "abort"]);
    expect((await host.execute([])).batch.stateWriteLog).toEqual([]);
    host.connection.close();
  });
});

test("limits of weights are told when they are asked for and with each batch, and kept", async () => {
  const limits = new Map([["gas", 10n]]);
  const paratime: Paratime = {
    ...testParatime,
    batchWeightLimits: async () => limits,
    check: async (_, input) => ({
      error: {module: "", code: 0, message: ""},
      meta: {priority: 0n, weights: new Map([["gas", input.length > 40 ? 7n : 3n]])},
    }),
  };
  const host = await TestHost.of(paratime, {HostFetchTxBatchRequest: () => ({batch: null})});
  const answer = await host.query("internal.BatchWeightLimits", noArguments);
  expect(decode(map(text, u64), answer ?? noArguments)).toEqual(limits);
  const light = set("a", "");
  const heavy = ["1", "2"].map((digit) => set("b", digit.repeat(20)));
  const {batchWeightLimits, txHashes} = await host.execute([...heavy, light], {
    mode: executionModes.schedule,
  });
  expect(batchWeightLimits).toEqual(limits);
  expect(txHashes).toEqual([heavy[0], light].map((input) => hashOf(input ?? noArguments)));
  host.connection.close();
});
