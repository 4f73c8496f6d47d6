import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {decode, encode, list, text} from "@oasis-node/primitives/cbor";
import {hashOf} from "@oasis-node/primitives/hash";
import {executionModes} from "@oasis-node/runtime/protocol";
import {describe, expect, test} from "vitest";
import {TestHost} from "../support/host.ts";
import {call, set, testParatime, withText} from "../support/paratime.ts";

/** Outputs of a batch by input. */
function outputs({batch}: Awaited<ReturnType<TestHost["execute"]>>): string[] {
  return (batch.ioWriteLog ?? [])
    .filter(({key}) => key?.[0] === 0x54)
    .map(({value}) => (value?.includes(0x45) && Buffer.from(value).includes("Error") ? "error" : "success"));
}

describe("a batch", () => {
  test("changes the state, round after round, without asking for what is known", async () => {
    const host = await TestHost.of(testParatime);
    for (let round = 0; round < 5; round++) {
      const executed = await host.execute([set(`a${round}`, "x"), set("same", `y${round}`)]);
      expect(executed.batch.header.round).toBe(BigInt(round + 1));
      expect(await host.finalize(executed)).toBe(true);
    }
    expect(host.reads).toBe(0);
    const answer = await host.query("keys", encode(text, "a2"));
    expect(decode(list(text), answer ?? new Uint8Array())).toEqual(["a2", "a3", "a4", "same"]);
    expect(host.reads).toBeGreaterThan(0);
    host.connection.close();
    expect((await host.ended).kind).toBe("closed");
  });

  test("of the same block again is executed again", async () => {
    const host = await TestHost.of(testParatime);
    await host.finalize(await host.execute([set("a", "1"), set("b", "1")]));
    const once = await host.execute([withText("remove", "a"), set("c", "1")]);
    const again = await host.execute([withText("remove", "a"), set("c", "1")]);
    expect(again).toEqual(once);
    expect(once.batch.stateWriteLog).toEqual([
      {key: utf8("c"), value: utf8("1")},
      {key: utf8("a"), value: null},
    ]);
    expect(await host.finalize(again)).toBe(true);
    host.connection.close();
  });

  test("keeps what a call wrote before it failed, but not its tags", async () => {
    const host = await TestHost.of(testParatime);
    const executed = await host.execute([withText("setAndFail", "k")]);
    expect(outputs(executed)).toEqual(["error"]);
    expect(executed.batch.stateWriteLog).toEqual([{key: utf8("k"), value: utf8("left")}]);
    expect(executed.batch.ioWriteLog).toHaveLength(1);
    host.connection.close();
  });

  test("emits no more messages than the round may have", async () => {
    const host = await TestHost.of(testParatime);
    const inputs = [call("message"), set("a", "1"), withText("setAndFail", "k")];
    const executed = await host.execute([...inputs, withText("message", "bad arguments")]);
    expect(executed.batch.messages).toHaveLength(1);
    const {batch} = await host.execute([call("message")], {maxMessages: 0});
    expect(batch.messages).toEqual([]);
    expect(outputs(await host.execute([call("message")], {maxMessages: 0}))).toEqual(["error"]);
    host.connection.close();
  });

  test("reads and writes the host's local storage", async () => {
    const kept = new Map<string, Uint8Array>();
    const host = await TestHost.of(testParatime, {
      HostLocalStorageGetRequest: ({key}) => ({value: kept.get(toHex(key ?? utf8(""))) ?? null}),
      HostLocalStorageSetRequest: ({key, value}) => {
        kept.set(toHex(key ?? utf8("")), value ?? utf8(""));
        return {};
      },
    });
    const {batch} = await host.execute([withText("note", "first")]);
    const [entry] = batch.ioWriteLog ?? [];
    expect(Buffer.from(entry?.value ?? []).toString("latin1")).toContain("Success");
    expect(kept.get(toHex(utf8("note")))).toEqual(utf8("first"));
    host.connection.close();
  });
});

describe("checks", () => {
  test("say what is wrong, and leave nothing behind", async () => {
    const host = await TestHost.of(testParatime);
    const unknown = "method not found";
    const malformed = "malformed call arguments";
    const inputs = [set("a", "1"), call("nope"), call("set"), call("toString"), call("refuse"), utf8("x")];
    expect(await host.check(inputs)).toEqual([
      "",
      unknown,
      malformed,
      unknown,
      "not this one",
      "parsing failed",
    ]);
    const {batch} = await host.execute([]);
    expect(batch.stateWriteLog).toEqual([]);
    host.connection.close();
  });
});

describe("a batch that the ParaTime fills itself", () => {
  test("leaves out what does not pass, fetches more, and takes no more than fits", async () => {
    const pool = ["c", "d", "e", "f", "g", "h"].map((key) => set(key, "1"));
    const asked: {offset: string; limit: number}[] = [];
    const host = await TestHost.of(testParatime, {
      HostFetchTxBatchRequest: ({offset, limit}) => {
        asked.push({offset: offset === null ? "" : toHex(offset), limit});
        return {batch: pool.splice(0, limit)};
      },
    });
    const offered = [set("a", "1"), call("refuse")];
    const executed = await host.execute(offered, {mode: executionModes.schedule});
    expect(asked).toEqual([{offset: toHex(hashOf(call("refuse"))), limit: 4}]);
    expect(executed.txRejectHashes).toEqual([hashOf(call("refuse"))]);
    const taken = [set("a", "1"), ...["c", "d", "e", "f"].map((key) => set(key, "1"))];
    expect(executed.txHashes).toEqual(taken.map((input) => hashOf(input)));
    expect(executed.txInputWriteLog).toHaveLength(5);
    expect(await host.finalize(executed)).toBe(true);
    host.connection.close();
  });

  test("does not ask for more when the host brought less than it could", async () => {
    const host = await TestHost.of(testParatime);
    const executed = await host.execute([set("a", "1")], {mode: executionModes.schedule});
    expect(executed.txHashes).toHaveLength(1);
    host.connection.close();
  });

  test("passes over a transaction that is too large for what is left", async () => {
    const host = await TestHost.of(testParatime, {HostFetchTxBatchRequest: () => ({batch: null})});
    const large = set("large", "x".repeat(380));
    const executed = await host.execute([set("a", "1"), large], {mode: executionModes.schedule});
    expect(executed.txHashes).toEqual([hashOf(set("a", "1"))]);
    expect(executed.txRejectHashes).toEqual([]);
    const halves = [set("b", "x".repeat(200)), set("c", "x".repeat(200))];
    const {txHashes} = await host.execute(halves, {mode: executionModes.schedule});
    expect(txHashes).toHaveLength(1);
    host.connection.close();
  });
});
