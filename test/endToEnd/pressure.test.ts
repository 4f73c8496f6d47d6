import {once} from "node:events";
import {join} from "node:path";
import type {RpcClient} from "@oasis-node/rpc/client";
import {consensusLightService, consensusService, nodeControllerService} from "@oasis-node/rpc/services";
import {afterEach, describe, expect, test} from "vitest";
import {makeCrowd} from "./support/crowd.ts";
import {testDirectory} from "./support/directory.ts";
import {framed, rawBytes, rawCall, rawSession} from "./support/hostile.ts";
import {NetworkProcess} from "./support/network.ts";
import {SeededRandom, seedOf} from "./support/seededRandom.ts";
import {Sender} from "./support/sender.ts";
import {openFiles, peakMemory} from "./support/vitals.ts";

/** MiB that a node may have used at its worst. */
const mostMemory = 600;

let network: NetworkProcess;

async function start(args: readonly string[] = []): Promise<NetworkProcess> {
  network = await NetworkProcess.start(join(testDirectory(), "network"), {args});
  return network;
}

afterEach(async () => {
  // Whatever was done to it: it answers, takes transactions, has not grown beyond measure, and ends in good order.
  try {
    await expectHealthy();
    expect(peakMemory(network.program.pid)).toBeLessThan(mostMemory);
    const {code, stderr} = await network.end("SIGINT");
    expect({code, stderr}).toEqual({code: 0, stderr: ""});
  } finally {
    await network.program.destroy();
  }
});

async function expectHealthy(): Promise<void> {
  const client = network.connect();
  const status = await client.api(nodeControllerService).getStatus(undefined, {timeout: 5000});
  expect(status.consensus.isValidator).toBe(true);
  const consensus = client.api(consensusService);
  const sender = (await Sender.all(network.report))[2];
  if (sender === undefined) throw new RangeError("a network has three accounts");
  await consensus.submitTx(await sender.transfer(await sender.nonce(consensus)), {timeout: 20_000});
}

describe("a node under pressure stays healthy", {timeout: 120_000}, () => {
  test("10,000 transactions at once from 50 connections", async () => {
    await start();
    const crowd = await makeCrowd(network, 50);
    const outcomes = await Promise.all(crowd.map((sender) => sendAll(sender, network.connect(), 200n)));
    const refusals = new Set(outcomes.flatMap(({refusals}) => [...refusals]));
    // The pool holds 5,000: what comes first goes in, and those behind one that does not have no place yet.
    for (const refusal of refusals) expect(refusal).toMatch(/no room for further pending|invalid nonce/);
    const consensus = network.connect().api(consensusService);
    for (const [i, sender] of crowd.entries()) {
      expect(await sender.nonce(consensus)).toBe(outcomes[i]?.included);
    }
  });

  test("more transactions than the pool holds", async () => {
    await start(["--block_time", "4s"]);
    const light = network.connect().api(consensusLightService);
    const senders = await Sender.all(network.report);
    const offered = senders.flatMap((sender) =>
      Array.from({length: 1700}, async (_, nonce) => sender.transfer(BigInt(nonce))),
    );
    const outcomes = await Promise.allSettled(
      (await Promise.all(offered)).map((signed) => light.submitTxNoWait(signed)),
    );
    const failures = outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(failures.length).toBeGreaterThanOrEqual(100);
    expect(new Set(failures)).toEqual(new Set([expect.stringMatching(/no room for further pending/)]));
    const consensus = network.connect().api(consensusService);
    for await (const _ of consensus.watchBlocks()) {
      if ((await consensus.getUnconfirmedTransactions())?.length === 0) break;
    }
  });

  test("transactions of a mebibyte", async () => {
    await start();
    const [sender] = await Sender.all(network.report);
    if (sender === undefined) throw new RangeError("a network has accounts");
    const huge = await sender.sign({nonce: 0n, method: "staking.Transfer", body: new Uint8Array(1 << 20)});
    const connections = Array.from({length: 10}, () => network.connect().api(consensusService));
    const calls = connections.flatMap((consensus) =>
      Array.from({length: 10}, () => consensus.submitTx(huge).then(() => "taken", String)),
    );
    const answers = new Set(await Promise.all(calls));
    for (const answer of answers) expect(answer).toMatch(/oversized|waits already/);
  });

  test("readers of streams who do not read", async () => {
    await start(["--empty_block_interval", "10ms"]);
    const session = rawSession(network.report.socket, 0);
    const streams = Array.from({length: 200}, () =>
      rawCall(session, "/oasis-core.Consensus/WatchBlocks", framed(new Uint8Array())),
    );
    await Promise.all(streams.map((stream) => once(stream, "response")));
    // Others get every block meanwhile.
    let expected: bigint | null = null;
    const blocks = network.connect().api(consensusService).watchBlocks();
    let count = 0;
    for await (const {height} of blocks) {
      expect(height).toBe(expected ?? height);
      expected = height + 1n;
      if (++count === 100) break;
    }
    session.destroy();
  });

  test("bytes that are no calls", async () => {
    await start();
    const files = openFiles(network.program.pid);
    const random = new SeededRandom(seedOf("pressure"));
    await sendGarbage(network.report.socket, random);
    await callWithGarbage(network.report.socket, random);
    await resetRapidly(network.report.socket);
    const again = network.connect().api(nodeControllerService);
    await again.getStatus();
    // Connections are gone from the node a moment after they are here.
    await expect.poll(() => openFiles(network.program.pid)).toBeLessThanOrEqual(files + 3);
  });
});

interface Sent {
  readonly included: bigint;
  readonly refusals: ReadonlySet<string>;
}

/** Sends transactions at once, and again what was refused, until all are in. */
async function sendAll(sender: Sender, client: RpcClient, total: bigint): Promise<Sent> {
  const consensus = client.api(consensusService);
  const refusals = new Set<string>();
  for (let included = 0n; ; ) {
    const missing = Array.from({length: Number(total - included)}, (_, i) => included + BigInt(i));
    const signed = await Promise.all(missing.map((nonce) => sender.transfer(nonce)));
    const outcomes = await Promise.allSettled(signed.map((one) => consensus.submitTx(one)));
    for (const one of outcomes) if (one.status === "rejected") refusals.add(String(one.reason));
    included += BigInt(outcomes.filter(({status}) => status === "fulfilled").length);
    if (included === total) return {included, refusals};
    // The next block makes room.
    for await (const _ of consensus.watchBlocks()) break;
  }
}

const preface = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

/** Bytes that are no HTTP/2, or soon cease to be. */
async function sendGarbage(socket: string, random: SeededRandom): Promise<void> {
  const garbage = Array.from({length: 200}, (_, i) => {
    const bytes = Uint8Array.from({length: random.below(2000)}, () => random.below(256));
    return i % 2 === 0 ? bytes : Buffer.concat([preface, bytes]);
  });
  await Promise.all(garbage.map((bytes) => rawBytes(socket, bytes)));
}

const methods = [
  "Consensus/SubmitTx",
  "Consensus/GetBlock",
  "Consensus/WatchBlocks",
  "ConsensusLight/StateSyncGet",
  "Staking/Account",
  "Staking/WatchEvents",
  "Registry/GetRuntimes",
  "NodeController/GetStatus",
  "NodeController/UpgradeBinary",
  "Nobody/Knows",
];

/** Real calls whose messages are anything. */
async function callWithGarbage(socket: string, random: SeededRandom): Promise<void> {
  const session = rawSession(socket);
  for (let i = 0; i < 500; i++) {
    const message = Uint8Array.from({length: random.below(300)}, () => random.below(256));
    // Deep nesting, and more than is there.
    if (i % 3 === 0) message.fill([0x81, 0x9f, 0xd8, 0xa1][random.below(4)] ?? 0, 0, random.below(300));
    const length = i % 5 === 0 ? random.below(2 ** 32) : message.length;
    const path = `/oasis-core.${methods[random.below(methods.length)]}`;
    const stream = rawCall(session, path, framed(message, length));
    stream.resume();
    // A stream of the node's that was opened by luck goes on.
    await Promise.race([once(stream, "close"), once(stream, "response")]);
    stream.close();
  }
  session.destroy();
}

/** Opens calls and takes them back at once, on and on. */
async function resetRapidly(socket: string): Promise<void> {
  const session = rawSession(socket);
  for (let i = 0; i < 2000 && !session.destroyed; i++) {
    const path = "/oasis-core.Consensus/StateToGenesis";
    const stream = rawCall(session, path, framed(new Uint8Array([0])));
    stream.close();
    if (i % 100 === 0) await once(stream, "close");
  }
  session.destroy();
}
