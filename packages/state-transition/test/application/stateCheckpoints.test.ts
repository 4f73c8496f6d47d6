import {mkdtemp, readdir, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {checkpointErrors, FileCheckpointStore, Metadata, Restorer} from "@oasis-node/mkvs/checkpoint";
import {decode} from "@oasis-node/primitives/cbor";
import {type Clock, systemClock} from "@oasis-node/primitives/clock";
import {asHeight} from "@oasis-node/primitives/epoch";
import {hashOf} from "@oasis-node/primitives/hash";
import {type Logger, silentLogger} from "@oasis-node/primitives/log";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {type Application, StateCheckpoints, StatePruner} from "../../src/application/index.ts";
import type {ConsensusParameters} from "../../src/consensus/index.ts";
import {app, openMemory, runBlock, startedChain} from "./fixture.ts";

const parameters: Partial<ConsensusParameters> = {
  stateCheckpointInterval: 3n,
  stateCheckpointNumKept: 2n,
  stateCheckpointChunkSize: 4096n,
};

let folder: string;
let running: StateCheckpoints[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "state-checkpoints-"));
  running = [];
});

afterEach(async () => {
  for (const one of running) await one.stop();
  await rm(folder, {recursive: true});
});

/** A chain with a good many keys beside those that chains have. */
function newChain(keys = 1000, kept = 2n): Promise<Application> {
  const filler = app("filler", {
    beginBlock: ({tree, blockHeight}) => {
      if (blockHeight === 0n) {
        for (let i = 0; i < keys; i++) tree.insert(hashOf(Uint8Array.of(i, i >> 8)), new Uint8Array(50));
      }
      tree.insert(Uint8Array.of(0xee), Uint8Array.of(Number(blockHeight)));
    },
  });
  return startedChain([filler], {parameters: {...parameters, stateCheckpointNumKept: kept}});
}

/** A clock whose waits end when the test says so. */
class Ticks implements Clock {
  readonly now = () => 0n;
  #tick = Promise.withResolvers<void>();
  #waiting = Promise.withResolvers<void>();

  sleep(_milliseconds: number, signal?: AbortSignal): Promise<void> {
    this.#waiting.resolve();
    const aborted = new Promise<never>((_, reject) => {
      signal?.addEventListener("abort", () => reject(signal.reason));
    });
    return Promise.race([this.#tick.promise, aborted]);
  }

  /** Ends the wait. */
  tick(): void {
    const tick = this.#tick;
    this.#tick = Promise.withResolvers();
    this.#waiting = Promise.withResolvers();
    tick.resolve();
  }

  /** Ends the wait and waits for the next one to begin. */
  async round(): Promise<void> {
    this.tick();
    await this.#waiting.promise;
  }
}

interface Behaviour {
  readonly checkInterval: number | null;
  readonly onBegin: () => void;
}

interface Setting {
  readonly checkpoints: StateCheckpoints;
  readonly clock: Ticks;
  /** Errors that were logged. */
  readonly errors: unknown[];
  /** Resolves when a checkpoint is begun. */
  readonly begun: Promise<void>;
}

function setUp(
  chain: Application,
  {checkInterval = 1000 as number | null, onBegin = () => {}}: Partial<Behaviour> = {},
): Setting {
  const errors: unknown[] = [];
  const begun = Promise.withResolvers<void>();
  const log: Logger = {
    ...silentLogger,
    info: () => {
      begun.resolve();
      onBegin();
    },
    error: (_, fields) => errors.push(fields?.err),
    module: () => log,
  };
  const clock = new Ticks();
  const {state} = chain;
  const store = new FileCheckpointStore(folder, state.db);
  const checkpoints = new StateCheckpoints({state, store, checkInterval, clock, log});
  running.push(checkpoints);
  checkpoints.start();
  return {checkpoints, clock, errors, begun: begun.promise};
}

async function makeBlocks(chain: Application, checkpoints: StateCheckpoints, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await runBlock(chain);
    checkpoints.committed(chain.state.lastHeight);
  }
}

describe("checkpoints of the state", () => {
  test("are made by the parameters of the chain and become snapshots", async () => {
    const chain = await newChain();
    const {checkpoints, clock, errors} = setUp(chain);
    const told: (readonly [bigint, number])[] = [];
    checkpoints.observe((height, kept) => told.push([height, kept]));
    await makeBlocks(chain, checkpoints, 8);
    expect(await checkpoints.snapshots()).toEqual([]);
    await clock.round();
    const snapshots = await checkpoints.snapshots();
    expect(snapshots.map(({height, format}) => [height, format])).toEqual([
      [4n, 1],
      [7n, 1],
    ]);
    const kept = Number(chain.state.consensusParameters.stateCheckpointNumKept);
    // The one that is of most use comes first.
    expect(told).toEqual([7n, 4n].map((height) => [height, kept]));
    for (const {hash, metadata, chunks} of snapshots) {
      expect(hashOf(metadata)).toEqual(hash);
      expect(chunks).toBeGreaterThan(10);
    }
    expect(errors).toEqual([]);
  });

  test("give the state back, chunk by chunk", async () => {
    const chain = await newChain();
    const {checkpoints, clock} = setUp(chain);
    await makeBlocks(chain, checkpoints, 4);
    await clock.round();
    const [, snapshot] = await checkpoints.snapshots();
    if (snapshot === undefined) throw new TypeError("no snapshot");
    const metadata = decode(Metadata, snapshot.metadata);
    expect(metadata.root).toEqual(chain.state.root);
    const db = await openMemory();
    const restorer = new Restorer(db);
    await restorer.start(metadata);
    for (let index = 0; index < snapshot.chunks; index++) {
      await restorer.restoreChunk(BigInt(index), await checkpoints.chunk({...snapshot, index}));
    }
    await db.finalize([metadata.root]);
    expect(db.getRootsForVersion(4n)).toEqual([chain.state.root]);
  });

  test("leave blocks their time, and keep their version from being pruned", async () => {
    const chain = await newChain(30_000, 1n);
    const {checkpoints, clock, begun, errors} = setUp(chain);
    const {db} = chain.state;
    const pruner = new StatePruner(db, 1n, () => checkpoints.firstHeld);
    await makeBlocks(chain, checkpoints, 4);
    clock.tick();
    await begun;
    let whileMaking = 0;
    while (checkpoints.firstHeld !== null) {
      expect(checkpoints.firstHeld).toBe(4n);
      await makeBlocks(chain, checkpoints, 1);
      await pruner.prune(chain.state.lastHeight);
      whileMaking++;
      expect(db.getRootsForVersion(4n)).toHaveLength(1);
      if ((await checkpoints.snapshots()).length > 0) break;
    }
    expect(whileMaking).toBeGreaterThan(2);
    expect((await checkpoints.snapshots()).map(({height}) => height)).toEqual([4n]);
    expect(errors).toEqual([]);
    await clock.round();
    await makeBlocks(chain, checkpoints, 1);
    await pruner.prune(chain.state.lastHeight);
    expect([checkpoints.firstHeld, db.getRootsForVersion(4n)]).toEqual([null, []]);
  });

  test("of a version that has been pruned fail, and the next one is made", async () => {
    const chain = await newChain();
    let toPrune = true;
    // Asked for just before the version is held, it is not over yet then.
    const onBegin = (): void => {
      if (toPrune) void chain.state.db.pruneTo(5n);
      toPrune = false;
    };
    const {checkpoints, clock, errors} = setUp(chain, {onBegin});
    await makeBlocks(chain, checkpoints, 5);
    await clock.round();
    expect(errors).toMatchObject([{code: "unexpectedRoots", details: {version: 4n}}]);
    expect(await checkpoints.snapshots()).toEqual([]);
    await makeBlocks(chain, checkpoints, 2);
    await clock.round();
    expect((await checkpoints.snapshots()).map(({height}) => height)).toEqual([7n]);
  });

  test("that are being made are given up at the stop, without a trace", async () => {
    const chain = await newChain(30_000);
    const {checkpoints, clock, begun, errors} = setUp(chain);
    await makeBlocks(chain, checkpoints, 4);
    clock.tick();
    await begun;
    await checkpoints.stop();
    const left = await readdir(folder, {recursive: true});
    expect(left.filter((name) => name.includes("meta") || name.includes("chunks"))).toEqual([]);
    expect([errors, checkpoints.firstHeld]).toEqual([[], null]);
    checkpoints.start();
    await checkpoints.stop();
  });

  test("are not made when that is switched off; those there are get served", async () => {
    const chain = await newChain();
    const first = setUp(chain);
    await makeBlocks(chain, first.checkpoints, 4);
    await first.clock.round();
    const {checkpoints} = setUp(chain, {checkInterval: null});
    await makeBlocks(chain, checkpoints, 4);
    expect((await checkpoints.snapshots()).map(({height}) => height)).toEqual([1n, 4n]);
    expect((await checkpoints.chunk({height: asHeight(4n), format: 1, index: 0})).length).toBeGreaterThan(0);
  });

  test("go by the time of the machine", async () => {
    const chain = await newChain();
    const store = new FileCheckpointStore(folder, chain.state.db);
    const log = silentLogger;
    const checkpoints = new StateCheckpoints({
      state: chain.state,
      store,
      checkInterval: 60_000,
      clock: systemClock,
      log,
    });
    checkpoints.start();
    await checkpoints.stop();
    expect(await checkpoints.snapshots()).toEqual([]);
  });

  test.each([
    ["height", {height: 2n, format: 1, index: 0}, checkpointErrors.checkpointNotFound],
    ["format", {height: 4n, format: 2, index: 0}, checkpointErrors.checkpointNotFound],
    ["chunk", {height: 4n, format: 1, index: 10_000}, checkpointErrors.chunkNotFound],
    ["negative chunk", {height: 4n, format: 1, index: -1}, checkpointErrors.chunkNotFound],
  ])("refuse another %s than there is", async (_, {height, format, index}, kind) => {
    const chain = await newChain(10);
    const {checkpoints, clock} = setUp(chain);
    await makeBlocks(chain, checkpoints, 4);
    await clock.round();
    const refusal = await checkpoints
      .chunk({height: asHeight(height), format, index})
      .catch((error: unknown) => error);
    expect(kind.is(refusal)).toBe(true);
  });
});
