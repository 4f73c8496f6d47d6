import {MemoryStore, NodeDbError, type OrderedStore, openNodeDb, type WriteSet} from "@oasis-node/mkvs/db";
import {emptyRoot, rootTypes} from "@oasis-node/mkvs/node";
import {describe, expect, test} from "vitest";
import type {LocalStorage} from "../../src/storage/index.ts";
import {contents, memoryStorage, ScriptedRuntime, storageOver} from "../support/scriptedRuntime.ts";
import {keyOf, StoragePeer} from "../support/storagePeer.ts";

/** A disk that is full after some writes; what was written before stays. */
class FullDisk implements OrderedStore {
  readonly readOnly = false;
  readonly #disk: MemoryStore;
  writesLeft = Number.POSITIVE_INFINITY;

  constructor(disk: MemoryStore) {
    this.#disk = disk;
  }

  get(key: Uint8Array): Uint8Array | null {
    return this.#disk.get(key);
  }

  range(from: Uint8Array, to: Uint8Array): Iterable<readonly [Uint8Array, Uint8Array]> {
    return [...this.#disk.range(from, to)];
  }

  write(changes: WriteSet): void {
    if (this.writesLeft <= 0) throw new NodeDbError("storageFull", "no space left on device");
    this.writesLeft--;
    this.#disk.write(changes);
  }

  size(): number {
    return this.#disk.size();
  }

  async close(): Promise<void> {}
}

async function open(runtime: ScriptedRuntime, store: OrderedStore): Promise<LocalStorage> {
  const db = await openNodeDb(store, {namespace: runtime.id, cacheSize: 1 << 20});
  return storageOver(db, "alice");
}

function stateRoot(runtime: ScriptedRuntime) {
  const {round, stateRoot: hash} = runtime.last.block.block.header;
  return {...emptyRoot(runtime.id, round, rootTypes.state), hash};
}

describe("a receipt", () => {
  test("speaks of what a kill cannot take away", async () => {
    const disk = new MemoryStore();
    const runtime = new ScriptedRuntime();
    const storage = await open(runtime, disk);
    await storage.applyBatch(runtime.round({a: "1", b: "2"}).request);
    // Nothing is closed: the process is just gone.
    const again = await open(runtime, disk);
    const root = stateRoot(runtime);
    expect(again.db.hasRoot(root)).toBe(true);
    expect(contents(again.db, runtime.id, 1n, root.hash)).toEqual(runtime.state);
    await again.db.finalize([root]);
    expect(again.db.getLatestVersion()).toBe(1n);
  });

  test("is not given for a root that another caller has applied and that is not on the disk yet", async () => {
    const disk = new MemoryStore();
    const store = new FullDisk(disk);
    const runtime = new ScriptedRuntime();
    const storage = await open(runtime, store);
    const {request} = runtime.round({a: "1"});
    const [, change] = request.ops ?? [];
    await storage.applyChanges(
      emptyRoot(runtime.id, 0n, rootTypes.state),
      stateRoot(runtime),
      change?.writeLog ?? [],
    );
    store.writesLeft = 0;
    await expect(storage.applyBatch(request)).rejects.toThrow(NodeDbError);
  });

  test("is not given when the disk is full, and what was acknowledged before is whole", async () => {
    for (let writes = 1; writes < 8; writes++) {
      const disk = new MemoryStore();
      const runtime = new ScriptedRuntime();
      const store = new FullDisk(disk);
      const storage = await open(runtime, store);
      store.writesLeft = writes;
      const acknowledged: {round: bigint; state: Map<string, string>; root: ReturnType<typeof stateRoot>}[] =
        [];
      for (let round = 1n; round <= 5n; round++) {
        const {request} = runtime.round({[`key ${round}`]: "1", latest: `${round}`});
        const receipts = await storage.applyBatch(request).catch((error: unknown) => error);
        if (receipts instanceof NodeDbError) break;
        acknowledged.push({round, state: new Map(runtime.state), root: stateRoot(runtime)});
        const finalized = await storage.db.finalize([stateRoot(runtime)]).catch((error: unknown) => error);
        if (finalized instanceof NodeDbError) break;
      }
      // One write for the receipt, one to make the round final.
      expect(acknowledged).toHaveLength(Math.ceil(writes / 2));
      const again = await open(runtime, disk);
      for (const {round, state, root} of acknowledged)
        expect(contents(again.db, runtime.id, round, root.hash)).toEqual(state);
    }
  });
});

describe("a worker whose disk is full", () => {
  test("stops, and goes on where it was when there is room again", async () => {
    for (let writes = 0; writes < 8; writes++) {
      const disk = new MemoryStore();
      const runtime = new ScriptedRuntime();
      for (let round = 0; round < 6; round++) runtime.round({[`key ${round}`]: `${round}`});
      const bob = await memoryStorage(runtime.id, "bob");
      for (const {request, block} of runtime.rounds) {
        await bob.applyBatch(request);
        const {round: version, ioRoot, stateRoot} = block.block.header;
        const root = {namespace: runtime.id, version};
        await bob.db.finalize([
          {...root, type: rootTypes.io, hash: ioRoot},
          {...root, type: rootTypes.state, hash: stateRoot},
        ]);
      }
      const nodes = [{id: keyOf("bob"), api: bob}];
      const store = new FullDisk(disk);
      const first = new StoragePeer({runtime, storage: await open(runtime, store), nodes});
      store.writesLeft = writes;
      first.learn(...runtime.rounds);
      first.start();
      const failed = await Promise.race([first.failure(), first.reaches(6n).catch(() => {})]);
      if (failed === undefined) await first.stop();
      else expect(failed).toBeInstanceOf(NodeDbError);
      const {history} = first;
      const again = await open(runtime, disk);
      const second = new StoragePeer({runtime, storage: again, history, store: first.store, nodes}).start();
      await second.reaches(6n);
      await second.stop();
      const {round, stateRoot: hash} = runtime.last.block.block.header;
      expect(contents(again.db, runtime.id, round, hash)).toEqual(runtime.state);
      // Seven rounds are made final, with one write each.
      expect(failed === undefined).toBe(writes >= 7);
    }
  });
});
