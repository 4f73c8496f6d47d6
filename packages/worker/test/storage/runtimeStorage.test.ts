import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {LmdbStore, nodeDbErrors} from "@oasis-node/mkvs/db";
import {rootTypes} from "@oasis-node/mkvs/node";
import {utf8} from "@oasis-node/primitives/bytes";
import {asRound, invalidRound} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {testSigner} from "@oasis-node/primitives/signers";
import {RuntimeHistory} from "@oasis-node/runtime/history";
import {Node} from "@oasis-node/state-transition/node";
import fc from "fast-check";
import {afterEach, describe, expect, test} from "vitest";
import type {LocalStorage} from "../../src/storage/index.ts";
import {
  openStorage,
  storageWorkerBackend,
  storageWorkerErrors,
  syncedStorage,
} from "../../src/storage/index.ts";
import type {StorageApi, StorageNode} from "../../src/storageClient/index.ts";
import {SleeplessClock} from "../support/manualClock.ts";
import {
  contents,
  memoryStorage,
  ScriptedRuntime,
  type StateChanges,
  testChainContext,
} from "../support/scriptedRuntime.ts";
import {keyOf, type PeerParts, StoragePeer} from "../support/storagePeer.ts";

const directories: string[] = [];
const peers: StoragePeer[] = [];

afterEach(async () => {
  for (const peer of peers.splice(0)) await peer.stop().catch(() => {});
  for (const path of directories.splice(0)) await rm(path, {recursive: true});
});

function started(parts: PeerParts): StoragePeer {
  const peer = new StoragePeer(parts).start();
  peers.push(peer);
  return peer;
}

async function directory(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "storage-"));
  directories.push(path);
  return path;
}

/** A node that has applied everything and is final up to the last round. */
async function sourceOf(
  runtime: ScriptedRuntime,
  name: string,
): Promise<StorageNode & {storage: LocalStorage}> {
  const storage = await memoryStorage(runtime.id, name, await directory());
  for (const {request, block} of runtime.rounds) {
    await storage.applyBatch(request);
    const {round, ioRoot, stateRoot} = block.block.header;
    const root = (type: number, hash: typeof ioRoot) => ({namespace: runtime.id, version: round, type, hash});
    await storage.db.finalize([root(rootTypes.io, ioRoot), root(rootTypes.state, stateRoot)]);
  }
  return {id: keyOf(name), api: storage, storage};
}

function stateOf(storage: LocalStorage, runtime: ScriptedRuntime): Map<string, string> {
  const {round, stateRoot} = runtime.last.block.block.header;
  return contents(storage.db, runtime.id, round, stateRoot);
}

/** A node that adds something to every difference. */
function lying(api: StorageApi): StorageApi {
  return {
    ...bound(api),
    getDiff: async function* (request, options) {
      for await (const {final, writeLog} of api.getDiff(request, options))
        yield {final, writeLog: [...(writeLog ?? []), {key: utf8("lie"), value: utf8("lie")}]};
    },
  };
}

function bound(api: StorageApi): StorageApi {
  return {
    syncGet: (request) => api.syncGet(request),
    syncGetPrefixes: (request) => api.syncGetPrefixes(request),
    syncIterate: (request) => api.syncIterate(request),
    apply: (request) => api.apply(request),
    applyBatch: (request) => api.applyBatch(request),
    getCheckpoints: (request) => api.getCheckpoints(request),
    getDiff: (request) => api.getDiff(request),
    getCheckpointChunk: (request) => api.getCheckpointChunk(request),
  };
}

describe("the storage worker of a runtime", () => {
  test("makes final what executors of its own node have applied", async () => {
    const runtime = new ScriptedRuntime();
    const storage = await memoryStorage(runtime.id, "alice");
    const peer = started({runtime, storage});
    expect(peer.worker.status()).toEqual({lastFinalizedRound: invalidRound});
    peer.learn(...runtime.rounds);
    await peer.reaches(0n);
    for (let round = 1n; round <= 5n; round++) {
      const scripted = round === 3n ? runtime.emptyRound() : runtime.round({a: `${round}`});
      if (round !== 3n) await storage.applyBatch(scripted.request);
      peer.learn(scripted);
      await peer.reaches(round);
    }
    expect(stateOf(storage, runtime)).toEqual(runtime.state);
    expect(peer.worker.status()).toEqual({lastFinalizedRound: 5n});
    expect(storage.db.getLatestVersion()).toBe(5n);
    const {ioRoot, stateRoot} = runtime.last.block.block.header;
    expect(peer.worker.lastSynced()).toMatchObject({
      round: 5n,
      ioRoot: {hash: ioRoot, version: 5n, type: rootTypes.io},
      stateRoot: {hash: stateRoot, version: 5n, type: rootTypes.state},
    });
  });

  test("gets rounds of others by difference, from genesis state on", async () => {
    const runtime = new ScriptedRuntime({firstRound: 7n, genesis: {first: "0"}});
    for (let round = 0; round < 150; round++) {
      if (round % 10 === 9) runtime.emptyRound();
      else runtime.round({[`key ${round % 13}`]: round % 5 === 4 ? null : `${round}`});
    }
    const source = await sourceOf(runtime, "bob");
    const storage = await memoryStorage(runtime.id, "alice");
    const peer = started({runtime, storage, nodes: [source]});
    peer.learn(...runtime.rounds);
    await peer.reaches(157n);
    expect(stateOf(storage, runtime)).toEqual(runtime.state);
    expect(storage.db.getEarliestVersion()).toBe(7n);
    expect(peer.role.hook?.(Node.zero()).runtimes).toMatchObject([{id: runtime.id}]);
  });

  test("finds out who lies and goes on with the others", async () => {
    const runtime = new ScriptedRuntime();
    for (let round = 0; round < 20; round++) runtime.round({[`key ${round}`]: `${round}`});
    const honest = await sourceOf(runtime, "bob");
    const liar = {id: keyOf("mallory"), api: lying(honest.api)};
    const storage = await memoryStorage(runtime.id, "alice");
    // The clock's heartbeats come at once, so that failed rounds are asked for again.
    const peer = started({
      runtime,
      storage,
      nodes: [liar, honest],
      clock: new SleeplessClock(),
      options: {committee: () => [liar.id]},
    });
    peer.learn(...runtime.rounds);
    await peer.reaches(20n);
    expect(stateOf(storage, runtime)).toEqual(runtime.state);
    const blamed = peer.logger.lines.filter(({message}) => message === "node blacklisted due to bogus diff");
    expect(blamed.length).toBeGreaterThan(0);
    expect(contents(storage.db, runtime.id, 20n, runtime.last.block.block.header.stateRoot).has("lie")).toBe(
      false,
    );
  });

  test("goes on after a restart where it was, also when the last step was not remembered", async () => {
    const runtime = new ScriptedRuntime();
    for (let round = 0; round < 5; round++) runtime.round({a: `${round}`});
    const source = await sourceOf(runtime, "bob");
    const storage = await memoryStorage(runtime.id, "alice");
    const first = started({runtime, storage, nodes: [source]});
    first.learn(...runtime.rounds.slice(0, 3));
    await first.reaches(2n);
    await first.stop();
    const kept = await first.store.get([...runtime.id].map((b) => b.toString(16).padStart(2, "0")).join(""));
    if (kept === null) throw new RangeError("nothing kept");
    // Round 3 becomes final, and the process is killed before that is remembered.
    const {request, block} = runtime.rounds[3] ?? runtime.last;
    await storage.applyBatch(request);
    const {stateRoot: hash, ioRoot} = block.block.header;
    const root = {namespace: runtime.id, version: 3n};
    await storage.db.finalize([
      {...root, type: rootTypes.state, hash},
      {...root, type: rootTypes.io, hash: ioRoot},
    ]);
    first.learn(...runtime.rounds);
    const {history, store} = first;
    const second = started({runtime, storage, history, store, nodes: [source]});
    await second.worker.initialized();
    expect(second.worker.status()).toEqual({lastFinalizedRound: 3n});
    await second.reaches(5n);
    expect(stateOf(storage, runtime)).toEqual(runtime.state);
  });

  test("keeps on disk what it got, and prunes it, from one start to the next", async () => {
    const runtime = new ScriptedRuntime({genesis: {first: "0"}});
    for (let round = 0; round < 12; round++) runtime.round({[`key ${round % 5}`]: `${round}`});
    const source = await sourceOf(runtime, "bob");
    const path = await directory();
    const options = {directory: path, runtimeId: runtime.id, signer: testSigner("alice")};
    const open = () => openStorage({...options, chainContext: testChainContext, cacheSize: 1 << 20});
    const openHistory = () =>
      new RuntimeHistory(
        new LmdbStore({path: join(path, "history.db"), readOnly: false, noSync: true}),
        runtime.id,
      );
    const store = new StoragePeer({runtime, storage: source.storage}).store;
    for (const last of [4, 9, 12]) {
      const [storage, history] = [await open(), openHistory()];
      const peer = started({runtime, storage, history, store, nodes: [source]});
      peer.learn(...runtime.rounds.slice(0, last + 1));
      await peer.reaches(BigInt(last));
      await history.prune(3n);
      expect(storage.db.getEarliestVersion()).toBe(BigInt(last - 2));
      await peer.stop();
      if (last === 12) expect(stateOf(storage, runtime)).toEqual(runtime.state);
      await history.close();
      await storage.db.close();
    }
  });

  test("refuses a database with another state", async () => {
    const runtime = new ScriptedRuntime({genesis: {a: "1"}});
    const storage = await memoryStorage(runtime.id, "alice");
    const other = new ScriptedRuntime({genesis: {a: "2"}});
    await storage.applyBatch(other.last.request);
    const {stateRoot: hash} = other.genesis.header;
    await storage.db.finalize([{namespace: runtime.id, version: 0n, type: rootTypes.state, hash}]);
    const peer = started({runtime, storage});
    peer.learn(...runtime.rounds);
    expect(await peer.failure()).toMatchObject({code: "incompatibleState"});
    await expect(peer.worker.initialized()).rejects.toMatchObject({code: "stopped"});
  });

  test("begins with the earliest block when nothing had happened before it", async () => {
    const runtime = new ScriptedRuntime({genesis: {a: "1"}});
    for (let round = 0; round < 4; round++) runtime.emptyRound();
    const storage = await memoryStorage(runtime.id, "alice");
    const peer = started({runtime, storage});
    // The node's consensus began when the runtime was at round 3.
    peer.learn(...runtime.rounds.slice(3));
    await peer.stop();
    const again = started({runtime, storage, history: peer.history});
    await again.reaches(4n);
    expect(storage.db.getLatestVersion()).toBe(4n);
    expect(stateOf(storage, runtime)).toEqual(runtime.state);
  });

  test("does not let go of what is not final, and prunes what is", async () => {
    const runtime = new ScriptedRuntime();
    for (let round = 0; round < 10; round++) runtime.round({a: `${round}`});
    const storage = await memoryStorage(runtime.id, "alice");
    const peer = started({runtime, storage, clock: new SleeplessClock()});
    peer.learn(...runtime.rounds);
    await peer.reaches(0n);
    await expect(peer.history.prune(2n)).rejects.toMatchObject({code: "notSynced"});
    for (const {request} of runtime.rounds) await storage.applyBatch(request).catch(() => {});
    peer.learn(runtime.emptyRound());
    await peer.reaches(11n);
    expect(await peer.history.prune(3n)).toBe(9);
    expect(storage.db.getEarliestVersion()).toBe(9n);
    expect(stateOf(storage, runtime)).toEqual(runtime.state);
  });

  test("has the same state as its source, whatever the rounds", async () => {
    const key = fc.constantFrom("a", "ab", "abc", "b", "ba", "c", "");
    const change = fc.dictionary(key, fc.option(fc.constantFrom("1", "2", "33"), {nil: null}), {minKeys: 1});
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.option(change, {nil: null}), {minLength: 1, maxLength: 12}),
        async (rounds) => {
          const runtime = new ScriptedRuntime();
          for (const changes of rounds) {
            if (changes === null) runtime.emptyRound();
            else runtime.round(changes as StateChanges, `${runtime.rounds.length}`);
          }
          const source = await sourceOf(runtime, "bob");
          const storage = await memoryStorage(runtime.id, "alice");
          const peer = started({runtime, storage, nodes: [source]});
          peer.learn(...runtime.rounds);
          await peer.reaches(BigInt(rounds.length));
          await peer.stop();
          expect(stateOf(storage, runtime)).toEqual(runtime.state);
          expect(stateOf(source.storage, runtime)).toEqual(runtime.state);
        },
      ),
      {seed: 15, numRuns: 40},
    );
  });
});

describe("the services of a storage worker", () => {
  test("tell how far it is and wait for rounds, not farther than the next", async () => {
    const runtime = new ScriptedRuntime();
    const storage = await memoryStorage(runtime.id, "alice");
    const peer = started({runtime, storage});
    const api = storageWorkerBackend((id) => (id.at(-1) === 7 ? peer.worker : undefined));
    const {id: runtimeId} = runtime;
    const other = runtimeId.map((byte, i) => (i === 31 ? 9 : byte)) as typeof runtimeId;
    await expect(api.getLastSyncedRound({runtimeId: other})).rejects.toSatisfy((error) =>
      storageWorkerErrors.runtimeNotFound.is(error),
    );
    const before = await api.getLastSyncedRound({runtimeId});
    expect(before).toMatchObject({round: invalidRound, ioRoot: {hash: emptyHash}});
    peer.learn(...runtime.rounds);
    await peer.reaches(0n);
    const wait = (round: bigint) => api.waitForRound({runtimeId, round: asRound(round), root: null});
    await expect(wait(2n)).rejects.toSatisfy((error) => nodeDbErrors.versionNotFound.is(error));
    const next = wait(1n);
    const scripted = runtime.round({a: "1"});
    const {stateRoot: hash} = scripted.block.block.header;
    const root = {namespace: runtimeId, version: 1n, type: rootTypes.state, hash};
    const read = syncedStorage(peer.worker).syncGet({
      tree: {root, position: hash},
      key: utf8("a"),
      includeSiblings: false,
    });
    await storage.applyBatch(scripted.request);
    // Its root is there before its round is final.
    expect(await api.waitForRound({runtimeId, round: asRound(0n), root})).toEqual({lastRound: 0n});
    peer.learn(scripted);
    expect(await next).toEqual({lastRound: 1n});
    expect((await read).proof.untrustedRoot).toEqual(hash);
    await expect(api.pauseCheckpointer({runtimeId, pause: true})).rejects.toSatisfy((error) =>
      storageWorkerErrors.cantPauseCheckpointer.is(error),
    );
  });
});
