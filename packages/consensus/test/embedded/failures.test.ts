import {MemoryStore, NodeDbError, type OrderedStore, openNodeDb, type WriteSet} from "@oasis-node/mkvs/db";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {asGas, asHeight, type Gas} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {testSigner} from "@oasis-node/primitives/signers";
import type {Document} from "@oasis-node/state-transition/genesis";
import {afterEach, describe, expect, test} from "vitest";
import type {EmbeddedEngine, SignStateFile} from "../../src/embedded/index.ts";
import {TestNetwork} from "../engine/testNetwork.ts";
import {type TestEngineOptions, testEngine} from "./testEngine.ts";

const never = new AbortController().signal;
const namespace = Namespace.zero();
const second = 1_000_000_000n;

/** A store that fails for good from one of its writes on, as a full disk does. */
class FailingStore implements OrderedStore {
  readonly readOnly = false;
  readonly #inner: OrderedStore;
  #writesLeft: number;

  constructor(inner: OrderedStore, writesLeft: number) {
    this.#inner = inner;
    this.#writesLeft = writesLeft;
  }

  get(key: Uint8Array): Uint8Array | null {
    return this.#inner.get(key);
  }

  range(from: Uint8Array, to: Uint8Array): ReturnType<OrderedStore["range"]> {
    return this.#inner.range(from, to);
  }

  write(changes: WriteSet): void {
    if (this.#writesLeft-- <= 0) throw new NodeDbError("storageFull", "no room on the disk");
    this.#inner.write(changes);
  }

  size(): number {
    return this.#inner.size();
  }

  async close(): Promise<void> {}
}

/** A chain in memory that outlives its engines. */
class Host {
  readonly network: TestNetwork;
  readonly blocks = new MemoryStore();
  readonly state = new MemoryStore();
  readonly engines: EmbeddedEngine[] = [];

  constructor(network: TestNetwork) {
    this.network = network;
  }

  async open(
    options: Partial<TestEngineOptions> & {readonly stateWrites?: number; readonly blockWrites?: number} = {},
  ): Promise<EmbeddedEngine> {
    const {stateWrites = Infinity, blockWrites = Infinity, ...rest} = options;
    const db = await openNodeDb(new FailingStore(this.state, stateWrites), {namespace, cacheSize: 1 << 20});
    const store = new FailingStore(this.blocks, blockWrites);
    const engine = testEngine({network: this.network, db, store, ...rest});
    this.engines.push(engine);
    return engine;
  }
}

describe("an embedded engine", () => {
  let host: Host | null = null;

  async function newHost(...options: Parameters<typeof TestNetwork.create>): Promise<Host> {
    host = new Host(await TestNetwork.create(...options));
    return host;
  }

  afterEach(async () => {
    for (const engine of host?.engines ?? []) await engine.stop();
  });

  for (const failing of ["stateWrites", "blockWrites"] as const) {
    test(`goes on after any of its ${failing} failed`, async () => {
      for (let writes = 1; writes < 9; writes++) {
        const chain = await newHost();
        const acknowledged = await runUntilFailure(chain, {[failing]: writes});
        const engine = await chain.open();
        await engine.start();
        for (const [nonce, height] of acknowledged.entries()) {
          const raw = await chain.network.transfer({from: 0, nonce: BigInt(nonce)});
          expect((await engine.block(asHeight(height)))?.transactions).toEqual([raw]);
        }
        const more = await chain.network.transfer({from: 1, nonce: 0n});
        expect((await engine.submitAndWait(more, never)).kind).toBe("included");
        await engine.stop();
      }
    });
  }

  test("makes later blocks later, wherever the clock jumps", async () => {
    const chain = await newHost();
    let jump = 0n;
    const clock: Clock = {...systemClock, now: () => systemClock.now() + jump};
    const engine = await chain.open({clock});
    await engine.start();
    for (const [nonce, next] of [0n, 86_400n, -86_400n, 3600n, -3600n].entries()) {
      jump = next * second;
      await engine.submitAndWait(await chain.network.transfer({from: 0, nonce: BigInt(nonce)}), never);
    }
    const times: bigint[] = [];
    for (let height = 1n; height <= engine.status().latestHeight; height++) {
      times.push((await engine.block(asHeight(height)))?.header.time ?? 0n);
    }
    expect(times).toEqual([...new Set(times)].sort((a, b) => (a < b ? -1 : 1)));
  });

  test("does not let block time run away from the clock", async () => {
    const change = (document: Document): Document => {
      const {consensus} = document;
      return {
        ...document,
        consensus: {...consensus, parameters: {...consensus.parameters, timeoutCommit: second}},
      };
    };
    const chain = await newHost({change});
    let now = chain.network.tendermint.genesisTime;
    const sleep = async (milliseconds: number, signal?: AbortSignal): Promise<void> => {
      // The time of an empty block never comes.
      if (milliseconds >= 60_000) return systemClock.sleep(milliseconds, signal);
      now += BigInt(milliseconds) * 1_000_000n;
    };
    const engine = await chain.open({clock: {now: () => now, sleep}});
    await engine.start();
    for (let nonce = 0n; nonce < 20n; nonce++) {
      await engine.submitAndWait(await chain.network.transfer({from: 0, nonce}), never);
      const time = engine.status().latest?.header.time ?? 0n;
      expect(time - now).toBeLessThanOrEqual(6n * second);
    }
    expect(now).toBeGreaterThan(chain.network.tendermint.genesisTime + 10n * second);
  });

  test("works alone or not at all", async () => {
    const chain = await newHost({validators: 2});
    const engine = await chain.open();
    await expect(engine.start()).rejects.toMatchObject({code: "otherValidators"});
    expect((await engine.ended).kind).toBe("failed");
    const other = await (await newHost()).open({signer: testSigner("a stranger")});
    await expect(other.start()).rejects.toMatchObject({code: "otherValidators"});
  });

  test("refuses blocks of another genesis", async () => {
    const chain = await newHost();
    const engine = await chain.open();
    await engine.start();
    await engine.stop();
    const network = await TestNetwork.create({accounts: 5});
    const other = await chain.open({network});
    await expect(other.start()).rejects.toMatchObject({code: "badStore"});
  });

  test("refuses a state that is ahead of its blocks", async () => {
    const chain = await newHost();
    const engine = await chain.open();
    await engine.start();
    await engine.submitAndWait(await chain.network.transfer({from: 0, nonce: 0n}), never);
    await engine.stop();
    const other = await chain.open({store: new MemoryStore()});
    await expect(other.start()).rejects.toMatchObject({code: "badStore"});
  });

  test("refuses a state that its blocks do not lead to", async () => {
    const [ours, theirs] = [await newHost(), await newHost()];
    for (const [account, chain] of [ours, theirs].entries()) {
      const engine = await chain.open();
      await engine.start();
      const raw = await chain.network.transfer({from: account, nonce: 0n});
      await engine.submitAndWait(raw, never);
      if (chain === ours)
        await engine.submitAndWait(await chain.network.transfer({from: 0, nonce: 1n}), never);
      await engine.stop();
    }
    const shorter = await theirs.open({store: ours.blocks});
    await expect(shorter.start()).rejects.toThrow("another app hash than the stored block");
    await (await theirs.open()).start();
    await theirs.engines.at(-1)?.stop();
    const sameHeight = await theirs.open({store: ours.blocks});
    await expect(sameHeight.start()).rejects.toMatchObject({code: "badStore"});
  });

  test("can be stopped while it starts", async () => {
    const engine = await (await newHost()).open();
    const starting = engine.start();
    await engine.stop();
    await starting;
    expect(await engine.ended).toEqual({kind: "stopped"});
    expect(engine.status().latestHeight).toBe(0n);
  });

  test("leaves what it signed last for the reference, and never signs below", async () => {
    const file = memoryFile();
    const chain = await newHost();
    const engine = await chain.open({signStateFile: file});
    await engine.start();
    await engine.submitAndWait(await chain.network.transfer({from: 0, nonce: 0n}), never);
    await engine.stop();
    const {height, round, step, public_key: key} = JSON.parse((await file.read()) ?? "");
    expect([height, round, step]).toEqual([Number(engine.status().latestHeight), 0, 3]);
    expect(key).toBe(Buffer.from(testSigner("chain consensus").publicKey).toString("base64"));
    const again = await chain.open({signStateFile: file});
    await again.start();
    await again.stop();
    const copy = await (await newHost()).open({signStateFile: file});
    await expect(copy.start()).rejects.toMatchObject({code: "doubleSign"});
  });

  test("ends when the application halts the chain, with nothing half-written", async () => {
    const change = (document: Document): Document => ({...document, haltEpoch: document.beacon.base});
    const chain = await newHost({change});
    const engine = await chain.open({emptyBlockInterval: 1});
    await engine.start();
    expect(await engine.ended).toMatchObject({kind: "failed", error: {code: "haltEpoch"}});
    const height = engine.status().latestHeight;
    const again = await chain.open({emptyBlockInterval: 1});
    await again.start();
    await again.ended;
    expect(again.status().latestHeight).toBeGreaterThanOrEqual(height);
  });

  test("takes no more than its pool has room for", async () => {
    const chain = await newHost();
    const limits = {count: 3, bytes: 1 << 20, transactionBytes: 1 << 16, remembered: 100};
    const engine = await chain.open({mempool: limits, blockTime: 60_000});
    await engine.start();
    const raws = await Promise.all([0n, 1n, 2n, 3n].map((nonce) => chain.network.transfer({from: 0, nonce})));
    const outcomes = await Promise.allSettled(raws.map((raw) => engine.submit(raw)));
    expect(outcomes.map(({status}) => status)).toEqual(["fulfilled", "fulfilled", "fulfilled", "rejected"]);
    expect(outcomes[3]).toMatchObject({reason: {code: "poolFull"}});
    expect(await engine.unconfirmed()).toEqual(raws.slice(0, 3));
  });

  test("puts no more into a block than its gas allows", async () => {
    const chain = await newHost({change: (document) => withBlockGas(document, asGas(30_000n))});
    const engine = await chain.open();
    await engine.start();
    const raws = await Promise.all(
      Array.from({length: 7}, (_, i) => chain.network.transfer({from: 0, nonce: BigInt(i)})),
    );
    const inclusions = await Promise.all(raws.map((raw) => engine.submitAndWait(raw, never)));
    const heights = inclusions.map((one) => (one.kind === "included" ? one.height : -1n));
    expect(new Set(heights).size).toBeGreaterThanOrEqual(3);
    expect(heights).toEqual([...heights].sort((a, b) => Number(a - b)));
    const dear = await chain.network.transfer({from: 1, nonce: 0n, gas: 30_001n});
    await expect(engine.submit(dear)).rejects.toMatchObject({code: "oversized"});
  });

  test("drops a transaction that a block has made impossible, and says why", async () => {
    const chain = await newHost({change: (document) => withBlockGas(document, asGas(30_000n))});
    const engine = await chain.open({blockTime: 30});
    await engine.start();
    const all = 10n ** 12n - 10n;
    const spend = await chain.network.transfer({from: 1, nonce: 0n, amount: all, gas: 30_000n});
    const late = await chain.network.transfer({from: 1, nonce: 1n, fee: 100n, gas: 30_000n});
    const outcomes = await Promise.all([spend, late].map((raw) => engine.submitAndWait(raw, never)));
    expect(outcomes[0]).toMatchObject({kind: "included", result: {code: 0}});
    expect(outcomes[1]).toMatchObject({kind: "dropped", check: {codespace: "consensus/transaction"}});
    expect(await engine.unconfirmed()).toEqual([]);
  });

  test("forgets blocks that need not be kept", async () => {
    const chain = await newHost();
    const engine = await chain.open();
    await engine.start();
    await engine.stop();
    const kept = await chain.open({retainHeight: asHeight(4n)});
    await kept.start();
    for (let nonce = 0n; nonce < 6n; nonce++) {
      await kept.submitAndWait(await chain.network.transfer({from: 0, nonce}), never);
    }
    expect(kept.status().earliestHeight).toBe(4n);
    expect(await kept.block(asHeight(3n))).toBeNull();
    expect(await kept.lightBlock(asHeight(3n))).toBeNull();
    expect(await kept.lightBlock(asHeight(4n))).not.toBeNull();
  });
});

/** Runs an engine with a disk that becomes full; gives the heights of what was acknowledged, by nonce. */
async function runUntilFailure(
  chain: Host,
  limits: {readonly stateWrites?: number; readonly blockWrites?: number},
): Promise<bigint[]> {
  const heights: bigint[] = [];
  try {
    const engine = await chain.open(limits);
    await engine.start();
    for (let nonce = 0n; ; nonce++) {
      const raw = await chain.network.transfer({from: 0, nonce});
      const inclusion = await engine.submitAndWait(raw, never);
      if (inclusion.kind !== "included") throw new RangeError("not included");
      heights.push(inclusion.height);
    }
  } catch (error) {
    if (error instanceof RangeError) throw error;
    const end = await chain.engines.at(-1)?.ended;
    if (end !== undefined) expect(end.kind).toBe("failed");
    return heights;
  }
}

function withBlockGas(document: Document, maxBlockGas: Gas): Document {
  const {consensus} = document;
  return {...document, consensus: {...consensus, parameters: {...consensus.parameters, maxBlockGas}}};
}

function memoryFile(): SignStateFile {
  let content: string | null = null;
  return {
    read: async () => content,
    write: async (text) => {
      content = text;
    },
  };
}
