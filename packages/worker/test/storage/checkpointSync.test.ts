import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {checkpointVersion} from "@oasis-node/mkvs/checkpoint";
import {rootTypes} from "@oasis-node/mkvs/node";
import {asHeight} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import type {LocalStorage} from "../../src/storage/index.ts";
import type {StorageApi, StorageNode} from "../../src/storageClient/index.ts";
import {SleeplessClock} from "../support/manualClock.ts";
import {contents, memoryStorage, ScriptedRuntime} from "../support/scriptedRuntime.ts";
import {keyOf, StoragePeer} from "../support/storagePeer.ts";

let directory: string;
const peers: StoragePeer[] = [];

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "checkpoints-"));
});

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop().catch(() => {});
  await rm(directory, {recursive: true});
});

function rootsAt(runtime: ScriptedRuntime, round: number) {
  const header = runtime.rounds[round]?.block.block.header;
  if (header === undefined) throw new RangeError("no such round");
  const root = {namespace: runtime.id, version: header.round};
  return [
    {...root, type: rootTypes.io, hash: header.ioRoot},
    {...root, type: rootTypes.state, hash: header.stateRoot},
  ] as const;
}

/** A runtime with 30 rounds, and a node that has them all and checkpoints of some. */
async function scene(checkpoints: readonly number[]) {
  const runtime = new ScriptedRuntime();
  for (let round = 0; round < 30; round++) runtime.round({[`key ${round}`]: `value ${round}`.repeat(20)});
  const storage = await memoryStorage(runtime.id, "bob", join(directory, "bob"));
  for (const [round, {request}] of runtime.rounds.entries()) {
    await storage.applyBatch(request);
    await storage.db.finalize(rootsAt(runtime, round));
    if (!checkpoints.includes(round)) continue;
    for (const root of rootsAt(runtime, round)) await storage.checkpoints.create(root, 256n);
  }
  const bob: StorageNode = {id: keyOf("bob"), api: storage};
  return {runtime, source: storage, bob};
}

/** Serves nothing but checkpoints. */
function onlyCheckpoints(api: StorageApi, changed: Partial<StorageApi> = {}): StorageApi {
  const refuse = async (): Promise<never> => {
    throw new RangeError("not served");
  };
  return {
    syncGet: refuse,
    syncGetPrefixes: refuse,
    syncIterate: refuse,
    apply: refuse,
    applyBatch: refuse,
    // biome-ignore lint/correctness/useYield: it breaks off before anything was sent
    getDiff: async function* () {
      await refuse();
    },
    getCheckpoints: (request) => api.getCheckpoints(request),
    getCheckpointChunk: (request) => api.getCheckpointChunk(request),
    ...changed,
  };
}

async function joined(runtime: ScriptedRuntime, nodes: readonly StorageNode[], knownFrom = 0) {
  const storage = await memoryStorage(runtime.id, "alice", join(directory, "alice"));
  const clock = new SleeplessClock();
  const peer = new StoragePeer({runtime, storage, nodes, clock, options: {checkpointSync: true}});
  peer.learn(...runtime.rounds.slice(knownFrom));
  peers.push(peer.start());
  await peer.worker.initialized(AbortSignal.timeout(5000));
  return {storage, peer};
}

function stateAt(storage: LocalStorage, runtime: ScriptedRuntime, round: number): Map<string, string> {
  const [, {version, hash}] = rootsAt(runtime, round);
  return contents(storage.db, runtime.id, version, hash);
}

describe("storage from checkpoints", () => {
  test("starts at the latest one and goes on by difference", async () => {
    const {runtime, source, bob} = await scene([10, 20]);
    const {storage, peer} = await joined(runtime, [bob]);
    expect(storage.db.getEarliestVersion()).toBe(20n);
    await peer.reaches(30n);
    expect(stateAt(storage, runtime, 20)).toEqual(stateAt(source, runtime, 20));
    expect(stateAt(storage, runtime, 30)).toEqual(runtime.state);
  });

  test("is the only way when the first blocks are not known", async () => {
    const {runtime, source, bob} = await scene([10, 20]);
    const {storage} = await joined(runtime, [{...bob, api: onlyCheckpoints(source)}], 15);
    expect(storage.db.getLatestVersion()).toBe(20n);
    expect(stateAt(storage, runtime, 20)).toEqual(stateAt(source, runtime, 20));
  });

  test("survives nodes that send other chunks, break off, or announce what is not", async () => {
    const {runtime, source, bob} = await scene([10, 20]);
    const corrupt = onlyCheckpoints(source, {
      getCheckpointChunk: async function* (request) {
        for await (const piece of source.getCheckpointChunk(request)) yield piece.map((byte) => byte ^ 1);
      },
    });
    const broken = onlyCheckpoints(source, {
      // biome-ignore lint/correctness/useYield: it breaks off before anything was sent
      getCheckpointChunk: async function* () {
        throw new RangeError("gone");
      },
    });
    const inventive = onlyCheckpoints(source, {
      getCheckpoints: async () => {
        const real = (await source.getCheckpoints(listRequest(runtime))) ?? [];
        return real.map((metadata) => ({...metadata, chunks: [hashOf(Uint8Array.of(1))]}));
      },
    });
    const short = onlyCheckpoints(source, {
      getCheckpoints: async () => {
        const real = (await source.getCheckpoints(listRequest(runtime))) ?? [];
        return real.map((metadata) => ({...metadata, chunks: metadata.chunks?.slice(0, 1) ?? null}));
      },
    });
    const future = onlyCheckpoints(source, {
      getCheckpoints: async () => {
        const [, state] = rootsAt(runtime, 20);
        const root = {...state, version: 29n};
        return [{version: checkpointVersion, root, chunks: []}];
      },
    });
    const others = [short, inventive, future, corrupt, broken].map((api, i) => ({
      id: keyOf(`mallory ${i}`),
      api,
    }));
    const {storage, peer} = await joined(runtime, [...others, bob]);
    expect(storage.db.getEarliestVersion()).toBe(20n);
    expect(stateAt(storage, runtime, 20)).toEqual(stateAt(source, runtime, 20));
    await peer.reaches(20n);
  });

  test("an older one does when the latest cannot be had", async () => {
    const {runtime, source} = await scene([10, 20]);
    const forgetful = onlyCheckpoints(source, {
      getCheckpointChunk: async function* (request) {
        if (request.root.version === 20n && request.index > 0n) throw new RangeError("removed");
        yield* source.getCheckpointChunk(request);
      },
    });
    const {storage} = await joined(runtime, [{id: keyOf("bob"), api: forgetful}]);
    expect(storage.db.getLatestVersion()).toBe(10n);
    expect(stateAt(storage, runtime, 10)).toEqual(stateAt(source, runtime, 10));
  });

  test("without any the rounds are got one by one", async () => {
    const {runtime, bob} = await scene([]);
    const {storage, peer} = await joined(runtime, [bob]);
    await peer.reaches(30n);
    expect(storage.db.getEarliestVersion()).toBe(0n);
    expect(stateAt(storage, runtime, 30)).toEqual(runtime.state);
  });

  test("are made when the runtime's interval has passed, and the oldest removed", async () => {
    const runtime = new ScriptedRuntime({checkpointInterval: 5n});
    const storage = await memoryStorage(runtime.id, "alice", join(directory, "alice"));
    const clock = new SleeplessClock();
    const peer = new StoragePeer({runtime, storage, clock, options: {checkpointIntervalMs: 1000}});
    peer.learn(...runtime.rounds);
    peers.push(peer.start());
    await peer.reaches(0n);
    for (let round = 1; round <= 22; round++) {
      const scripted = runtime.round({a: `${round}`});
      await storage.applyBatch(scripted.request);
      peer.learn(scripted);
      await peer.reaches(BigInt(round));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const found = async () => {
      const list = (await storage.getCheckpoints(listRequest(runtime))) ?? [];
      return [...new Set(list.map(({root}) => root.version))].sort();
    };
    await expect.poll(found).toContain(20n);
    expect((await found()).length).toBeLessThanOrEqual(3);
    expect((await found()).every((version) => version % 5n === 0n)).toBe(true);
  });
});

describe("checkpoints of storage", () => {
  test("are made with those of consensus, for the round that the next block shows, once it is final", async () => {
    const runtime = new ScriptedRuntime();
    for (let round = 0; round < 6; round++) runtime.round({a: `${round}`});
    const storage = await memoryStorage(runtime.id, "alice", join(directory, "alice"));
    const clock = new SleeplessClock();
    const peer = new StoragePeer({runtime, storage, clock, options: {checkpointIntervalMs: 1000}});
    peers.push(peer.start());
    const {worker} = peer;
    const heightOf = (round: number) => runtime.rounds[round]?.block.consensusHeight ?? asHeight(0n);
    // Of the three that are due, consensus keeps two only.
    for (const round of [1, 3, 4]) worker.onConsensusCheckpoint(heightOf(round) - 1n, 2);
    await worker.onHeight(heightOf(6));
    for (const {request} of runtime.rounds) await storage.applyBatch(request);
    const found = async () => {
      const list = (await storage.getCheckpoints(listRequest(runtime))) ?? [];
      return [...new Set(list.map(({root}) => root.version))];
    };
    expect(await found()).toEqual([]);
    peer.learn(...runtime.rounds.slice(0, 4));
    await peer.reaches(3n);
    await worker.onHeight(heightOf(6));
    await expect.poll(found).toEqual([3n]);
    peer.learn(...runtime.rounds);
    await peer.reaches(6n);
    await worker.onHeight(heightOf(6));
    await expect.poll(found).toEqual([3n, 4n]);
  });
});

function listRequest(runtime: ScriptedRuntime) {
  return {version: checkpointVersion, namespace: runtime.id, rootVersion: null};
}
