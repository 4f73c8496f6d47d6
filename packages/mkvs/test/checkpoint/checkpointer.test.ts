import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {Checkpointer, type CheckpointerOptions, FileCheckpointStore} from "../../src/checkpoint/index.ts";
import {type NodeDb, openMemoryNodeDb} from "../../src/db/index.ts";
import {namespace, storeItems, textItems} from "./support.ts";

const parameters = {interval: 2n, numKept: 2n, chunkSize: 1024n, initialVersion: 1n};

let base: string;
let db: NodeDb;
let store: FileCheckpointStore;
let stop: AbortController;
let running: Promise<void>;
let errors: unknown[];
/** Ends the check interval. */
let tick: () => void;
let ticked: PromiseWithResolvers<void>;

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "mkvs-checkpointer-"));
  db = await openMemoryNodeDb({namespace});
  for (let version = 1n; version <= 9n; version++)
    await storeItems(db, textItems(Number(version), String), {version});
  store = new FileCheckpointStore(base, db);
  stop = new AbortController();
  errors = [];
  ticked = Promise.withResolvers();
  tick = () => ticked.resolve();
});

afterEach(async () => {
  stop.abort();
  await running;
  await rm(base, {recursive: true});
});

/** Runs a checkpointer; the returned function waits until it waits again. */
function start(options: Partial<CheckpointerOptions> = {}): {
  checkpointer: Checkpointer;
  idle: () => Promise<void>;
} {
  let waiting = Promise.withResolvers<void>();
  const checkpointer = new Checkpointer({
    db,
    store,
    rootsPerVersion: 1,
    parameters: () => parameters,
    waitInterval: async () => {
      waiting.resolve();
      await ticked.promise;
      ticked = Promise.withResolvers();
    },
    onError: (error) => errors.push(error),
    ...options,
  });
  running = checkpointer.run(stop.signal);
  const idle = async (): Promise<void> => {
    waiting = Promise.withResolvers();
    await waiting.promise;
  };
  return {checkpointer, idle};
}

async function versions(): Promise<bigint[]> {
  const found = await store.list({version: 1, rootVersion: null});
  return (found ?? []).map(({root}) => root.version);
}

describe("checkpointer", () => {
  test("follows the schedule once the interval has passed", async () => {
    const {checkpointer, idle} = start();
    checkpointer.notifyNewVersion(6n);
    expect(await versions()).toEqual([]);
    tick();
    await idle();
    expect(await versions()).toEqual([3n, 5n]);
    checkpointer.notifyNewVersion(7n);
    tick();
    await idle();
    expect(await versions()).toEqual([3n, 5n, 7n]);
    checkpointer.notifyNewVersion(8n);
    tick();
    await idle();
    expect(await versions()).toEqual([5n, 7n]);
    expect(errors).toEqual([]);
  });

  test("only the latest notification counts", async () => {
    const seen: bigint[] = [];
    const {checkpointer, idle} = start({onCheckpoint: (version) => seen.push(version)});
    for (const version of [2n, 4n, 9n]) checkpointer.notifyNewVersion(version);
    tick();
    await idle();
    expect(seen).toEqual([9n, 7n]);
  });

  test("flushing does not wait for the interval", async () => {
    const {checkpointer, idle} = start();
    checkpointer.notifyNewVersion(3n);
    checkpointer.flush();
    await idle();
    expect(await versions()).toEqual([1n, 3n]);
  });

  test("a forced checkpoint is made outside the schedule, paused and without an interval", async () => {
    const {checkpointer, idle} = start({parameters: () => ({...parameters, interval: 0n})});
    checkpointer.pause(true);
    checkpointer.forceCheckpoint(4n);
    tick();
    await idle();
    expect(await versions()).toEqual([4n]);
  });

  test("pausing drops notifications", async () => {
    const {checkpointer, idle} = start();
    checkpointer.pause(true);
    checkpointer.notifyNewVersion(5n);
    tick();
    await idle();
    expect(await versions()).toEqual([]);
    checkpointer.pause(false);
    checkpointer.notifyNewVersion(6n);
    tick();
    await idle();
    expect(await versions()).toEqual([3n, 5n]);
  });

  test("does nothing without parameters or interval", async () => {
    for (const none of [null, {...parameters, interval: 0n}]) {
      const {checkpointer, idle} = start({parameters: () => none});
      checkpointer.notifyNewVersion(5n);
      tick();
      await idle();
    }
    expect(await versions()).toEqual([]);
    expect(errors).toEqual([]);
  });

  test("a version with another number of roots gets none, and it goes on", async () => {
    const {checkpointer, idle} = start({
      rootsOf: (version) => (version === 9n ? [] : db.getRootsForVersion(version)),
    });
    checkpointer.notifyNewVersion(9n);
    tick();
    await idle();
    expect(errors).toEqual([expect.objectContaining({code: "unexpectedRoots"})]);
    checkpointer.notifyNewVersion(8n);
    tick();
    await idle();
    expect(await versions()).toEqual([5n, 7n]);
  });

  test("removes what it made of a version when one of its roots fails", async () => {
    const {checkpointer, idle} = start({
      rootsPerVersion: 2,
      rootsOf: (version) => [
        ...db.getRootsForVersion(version),
        ...db.getRootsForVersion(1n).map((root) => ({...root, version})),
      ],
    });
    checkpointer.forceCheckpoint(4n);
    tick();
    await idle();
    expect(errors).toHaveLength(1);
    expect(await versions()).toEqual([]);
  });

  test("stops when told to", async () => {
    start();
    stop.abort();
    await running;
  });
});
