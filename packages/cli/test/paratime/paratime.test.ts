import {join} from "node:path";
import {toHex, utf8} from "@oasis-node/primitives/bytes";
import {decode, encode, list, map, rawMessage, struct, text, u64} from "@oasis-node/primitives/cbor";
import {systemClock} from "@oasis-node/primitives/clock";
import {asRound} from "@oasis-node/primitives/epoch";
import {silentLogger} from "@oasis-node/primitives/log";
import {RpcServer} from "@oasis-node/rpc/server";
import {runtimeClientService} from "@oasis-node/rpc/services";
import {RuntimeClient} from "@oasis-node/worker/client";
import {afterEach, describe, expect, test} from "vitest";
import {ScriptedChain} from "../../../worker/test/support/clientChain.ts";
import {hostedRuntime, refusing} from "../../../worker/test/support/hostedRuntime.ts";
import {random} from "../../../worker/test/support/testChain.ts";
import {run, testDirectory} from "../support/world.ts";

const Call = struct("paratime.Call", {method: text, args: rawMessage});
const Output = map(text, rawMessage);
const endings: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

interface Setting {
  readonly hosted?: boolean;
  readonly synced?: boolean;
  readonly serves?: boolean;
  readonly provisioner?: typeof refusing;
}

/** A node with a ParaTime, and a committee that executes whatever comes with the given output. */
async function startNode({hosted = true, synced = true, serves = true, provisioner}: Setting = {}) {
  const chain = new ScriptedChain();
  const controller = new AbortController();
  const {runtimeId: id, history, storage} = chain;
  const host = hosted ? hostedRuntime(id, {provisioner}) : null;
  const client = new RuntimeClient({
    runtimes: [{id, history, storage, earliestState: null, host}],
    chain: chain.api,
    gossip: chain.gossip(),
    synced: synced ? async () => {} : () => new Promise(() => {}),
    maxTransactionAge: 30n,
    debugAllowed: false,
    clock: systemClock,
    random,
    logger: silentLogger,
  });
  await chain.round();
  if (synced) {
    const ended = client.run(controller.signal);
    endings.push(async () => {
      controller.abort();
      await ended;
      chain.stop();
    });
    await chain.consensusBlocks.untilRead();
  }
  chain.block();
  const server = new RpcServer({logger: silentLogger});
  if (serves) server.register(runtimeClientService, client.api);
  const socket = join(testDirectory(), "node.sock");
  await server.listenUnix(socket);
  endings.push(() => server.stop(0));
  const paratime = (args: readonly string[], more = {}) =>
    run(["paratime", ...args, "-a", `unix:${socket}`], more);
  /** Executes the next transaction; gives what was called. */
  const execute = async (output: Uint8Array) => {
    await chain.untilPublished(1);
    const input = chain.published[0]?.data ?? new Uint8Array();
    await chain.round([{input: utf8("another")}, {input, output}]);
    return decode(Call, input);
  };
  return {chain, paratime, execute, id: toHex(id)};
}

const success = encode(Output, new Map([["Success", encode(text, "value")]]));
const failed = encode(Output, new Map([["Error", encode(text, "no such key")]]));

describe("call", () => {
  test("sends the method with its arguments, and shows the result with its round", async () => {
    const {paratime, execute, id} = await startNode();
    const outcome = paratime([
      "call",
      id,
      "get",
      '{"key": "hello", "numbers": [1, -2], "raw": {"$hex": "00ff"}}',
    ]);
    const {method, args} = await execute(success);
    expect(method).toBe("get");
    const members = decode(map(text, rawMessage), args ?? new Uint8Array());
    expect([...(members?.keys() ?? [])].sort()).toEqual(["key", "numbers", "raw"]);
    expect(decode(list(rawMessage), members?.get("numbers") ?? new Uint8Array())).toEqual([
      Uint8Array.of(1),
      Uint8Array.of(0x21),
    ]);
    expect(members?.get("raw")).toEqual(Uint8Array.of(0x42, 0, 0xff));
    expect(await outcome).toEqual({code: 0, stdout: "Result: value\nRound: 1\nBatch order: 1\n", stderr: ""});
  });

  test("tells programs the same, and fails when the ParaTime reports an error", async () => {
    const node = await startNode();
    const outcome = node.paratime(["call", node.id, "get", "--json"]);
    expect((await node.execute(success)).args).toEqual(Uint8Array.of(0xf6));
    const {code, stdout} = await outcome;
    expect([code, JSON.parse(stdout)]).toEqual([0, {success: "value", round: 1, batch_order: 1}]);
    const other = await startNode();
    const refused = other.paratime(["call", other.id, "get", "--json"]);
    await other.execute(failed);
    const {code: failure, stdout: told} = await refused;
    expect([failure, JSON.parse(told)]).toEqual([1, {error: "no such key", round: 1, batch_order: 1}]);
  });

  test("shows outputs of another convention as they are", async () => {
    const {paratime, execute, id} = await startNode();
    const outcome = paratime(["call", id, "get", "--json"]);
    await execute(Uint8Array.of(0x84, 0xf5, 0x41, 0xaa, 0x21, 0xa1, 0x01, 0x02));
    expect(JSON.parse((await outcome).stdout).output).toEqual([true, {$hex: "aa"}, -2, {$cbor: "a10102"}]);
  });

  test("adds a nonce when it is told to", async () => {
    const {paratime, execute, id} = await startNode();
    const outcome = paratime(["call", id, "insert", '{"key": "a"}', "--nonce"]);
    const {args} = await execute(success);
    const nonce = decode(map(text, rawMessage), args ?? new Uint8Array())?.get("nonce");
    expect(decode(u64, nonce ?? new Uint8Array())).toBeGreaterThan(0n);
    expect((await outcome).code).toBe(0);
  });

  test("tells why the ParaTime refuses it", async () => {
    const {chain, paratime, id} = await startNode({provisioner: refusing});
    const {code, stdout} = await paratime(["call", id, "x"]);
    expect(code).toBe(1);
    expect(stdout).toContain("the ParaTime refuses the call");
    expect(stdout).toContain("method not found");
    expect(chain.published).toEqual([]);
  });

  test("is not waited for any longer than the user wants", async () => {
    const {chain, paratime, id} = await startNode();
    const controller = new AbortController();
    const outcome = paratime(["call", id, "x"], {signal: controller.signal});
    await chain.untilPublished(1);
    controller.abort();
    const {code, stdout} = await outcome;
    expect([code, stdout]).toEqual([1, expect.stringContaining("stopped waiting for the call")]);
  });

  test("tells that no round took it", async () => {
    const {chain, paratime, id} = await startNode({hosted: false});
    const outcome = paratime(["call", id, "get"]);
    await chain.untilPublished(1);
    chain.blocks(30);
    const {code, stdout} = await outcome;
    expect([code, stdout]).toEqual([1, expect.stringContaining("no round took the transaction in time")]);
  });

  test("tells what is wrong with the node", async () => {
    const early = await startNode({synced: false});
    expect((await early.paratime(["call", early.id, "get"])).stdout).toContain(
      "has not caught up with its network yet",
    );
    // Once, and not as the call and as the command.
    expect((await early.paratime(["call", early.id, "get"])).stdout.trim().split("\n")).toHaveLength(1);
    const other = await startNode({serves: false});
    expect((await other.paratime(["call", other.id, "get"])).stdout).toContain(
      "the node serves no ParaTimes",
    );
    const {stdout} = await early.paratime(["call", `80${"00".repeat(31)}`, "get"]);
    expect(stdout).toContain("is not supported");
  });

  test.each([
    [["call"], "wrong number of arguments"],
    [["call", "12", "get"], "malformed ParaTime ID, wanted are 64 hex digits"],
    [["call", "00".repeat(32), "get", "{"], "malformed arguments"],
    [["call", "00".repeat(32), "get", "1.5"], "1.5 is not a whole number"],
    [["call", "00".repeat(32), "get", "18446744073709551616"], "does not fit into 64 bits"],
    [["call", "00".repeat(32), "get", '{"$hex": 1}'], "is not hexadecimal"],
    [["call", "00".repeat(32), "get", "1", "--nonce"], "a nonce can be added to an object only"],
    [["call", "00".repeat(32), "get", "1", "2"], "wrong number of arguments"],
    [["query", "00".repeat(32), "get", "--round", "-1"], "malformed round"],
  ])("refuses %j", async (args, text) => {
    const {code, stdout, stderr} = await run(["paratime", ...args]);
    expect([code, `${stdout}${stderr}`]).toEqual([1, expect.stringContaining(text)]);
  });
});

describe("query", () => {
  test("asks at the latest round, or at another one", async () => {
    const {chain, paratime, id} = await startNode();
    await chain.round();
    const [first, last] = [0n, 1n].map((round) => chain.history.block(asRound(round)).consensusHeight);
    expect(await paratime(["query", id, "hello"])).toMatchObject({
      code: 0,
      stdout: `hello world at:${last}\n`,
    });
    const {stdout} = await paratime(["query", id, "hello", "--round", "0", "--json"]);
    expect(JSON.parse(stdout)).toEqual({data: `hello world at:${first}`});
  });

  test("tells that the node does not run the ParaTime", async () => {
    const {paratime, id} = await startNode({hosted: false});
    const {code, stdout} = await paratime(["query", id, "hello"]);
    expect([code, stdout]).toEqual([1, expect.stringContaining("the node does not run this ParaTime")]);
  });
});
