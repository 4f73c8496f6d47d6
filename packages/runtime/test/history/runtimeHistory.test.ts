import {mkdtemp, rm} from "node:fs/promises";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {LmdbStore, MemoryStore, type OrderedStore} from "@oasis-node/mkvs/db";
import {toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asHeight, asRound, latestRound} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {
  AnnotatedBlock,
  genesisBlock,
  RoundResults,
  roothashErrors,
} from "@oasis-node/state-transition/roothash";
import {afterEach, describe, expect, test} from "vitest";
import {type HistoryBlock, HistoryError, RuntimeHistory} from "../../src/history/index.ts";

const runtimeId = new Uint8Array(32).fill(7, 8) as Namespace;
const otherId = new Uint8Array(32).fill(8, 8) as Namespace;
const directories: string[] = [];

afterEach(async () => {
  for (const path of directories.splice(0)) await rm(path, {recursive: true});
});

async function lmdbStore(): Promise<OrderedStore> {
  const path = await mkdtemp(join(tmpdir(), "history-"));
  directories.push(path);
  return new LmdbStore({path, readOnly: false, noSync: true});
}

function blockAt(round: bigint, height: bigint, id = runtimeId): HistoryBlock {
  const block = genesisBlock(id, 0n);
  return {consensusHeight: asHeight(height), block: {header: {...block.header, round: asRound(round)}}};
}

function failure(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error instanceof HistoryError ? error.code : error;
  }
  return null;
}

const results = RoundResults.make({
  messages: [
    {module: "", code: 0, index: 0},
    {module: "", code: 0, index: 1},
  ],
});

describe.each([
  {name: "memory", open: async (): Promise<OrderedStore> => new MemoryStore()},
  {name: "LMDB", open: lmdbStore},
])("a history on $name", ({open}) => {
  test("has nothing at first", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    expect(history.lastConsensusHeight).toBe(0n);
    expect(history.lastRound).toBeNull();
    for (const ask of [
      () => history.block(asRound(10n)),
      () => history.latest(),
      () => history.earliest(),
      () => history.roundResults(asRound(10n)),
    ])
      expect(roothashErrors.notFound.is(failure(ask))).toBe(true);
    await history.close();
  });

  test("takes blocks in order, each once, of its own runtime only", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    history.consensusCheckpoint(asHeight(42n));
    expect(failure(() => history.consensusCheckpoint(asHeight(40n)))).toBe("lowerHeight");
    expect(history.lastConsensusHeight).toBe(42n);
    expect(failure(() => history.commit(blockAt(10n, 40n), results))).toBe("lowerHeight");
    expect(failure(() => history.commit(blockAt(10n, 50n, otherId), results))).toBe("otherRuntime");
    history.commit(blockAt(10n, 50n), results);
    expect(failure(() => history.commit(blockAt(10n, 50n), results))).toBe("lowerRound");
    expect(failure(() => history.commit(blockAt(5n, 50n), results))).toBe("lowerRound");
    expect(history.block(asRound(10n))).toEqual(blockAt(10n, 50n));
    expect(history.latest()).toEqual(blockAt(10n, 50n));
    expect(history.roundResults(latestRound)).toEqual(results);
    await history.close();
  });

  test("takes round 0 as the first one, and results that nobody knows", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    history.commit(blockAt(0n, 1n), null);
    expect(history.roundResults(asRound(0n))).toBeNull();
    expect(history.lastRound).toBe(0n);
    expect(failure(() => history.commit(blockAt(0n, 1n), null))).toBe("lowerRound");
    await history.close();
  });

  test("prunes all but the last rounds, 64 at a time", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    const asked: bigint[][] = [];
    history.onPrune(async (rounds) => {
      asked.push([...rounds]);
    });
    for (let round = 0n; round <= 100n; round++) history.commit(blockAt(round, round), results);
    expect(await history.prune(10n)).toBe(64);
    expect(await history.prune(10n)).toBe(27);
    expect(await history.prune(10n)).toBe(0);
    expect(asked.map((rounds) => rounds.length)).toEqual([64, 27]);
    expect(asked.flat()).toEqual(Array.from({length: 91}, (_, i) => BigInt(i)));
    expect(history.earliest().block.header.round).toBe(91n);
    expect(roothashErrors.notFound.is(failure(() => history.block(asRound(90n))))).toBe(true);
    expect(roothashErrors.notFound.is(failure(() => history.roundResults(asRound(90n))))).toBe(true);
    await history.close();
  });

  test("keeps what a handler does not want to lose", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    const leave = history.onPrune(async (rounds) => {
      if (rounds.includes(asRound(3n))) throw new RangeError("thou shall not pass");
    });
    for (let round = 0n; round <= 20n; round++) history.commit(blockAt(round, round), null);
    await expect(history.prune(10n)).rejects.toThrow("thou shall not pass");
    expect(history.earliest().block.header.round).toBe(0n);
    leave();
    expect(await history.prune(10n)).toBe(11);
    await history.close();
  });

  test("shows blocks from a round on, then those to come, whatever gaps there are", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    for (const round of [3n, 4n, 9n]) history.commit(blockAt(round, round), null);
    const ending = new AbortController();
    const all = history.watch({from: asRound(0n), signal: ending.signal});
    const latest = history.watch({signal: ending.signal});
    const next = async (stream: typeof all) => (await stream.next()).value?.block.header.round;
    expect([await next(all), await next(all), await next(all)]).toEqual([3n, 4n, 9n]);
    expect(await next(latest)).toBe(9n);
    const coming = next(all);
    history.commit(blockAt(10n, 10n), null);
    expect(await coming).toBe(10n);
    for (let round = 11n; round < 40n; round++) history.commit(blockAt(round, round), null);
    await history.prune(5n);
    expect(await next(latest)).toBe(35n);
    ending.abort();
    expect(await next(all)).toBeUndefined();
    await history.close();
  });

  test("a watch ends with its signal and with the history", async () => {
    const history = new RuntimeHistory(await open(), runtimeId);
    const ending = new AbortController();
    const first = history.watch({signal: ending.signal}).next();
    const second = history.watch().next();
    ending.abort();
    expect((await first).done).toBe(true);
    await history.close();
    expect((await second).done).toBe(true);
  });
});

describe("records of a history", () => {
  test("are those of the reference", () => {
    const store = new MemoryStore();
    const history = new RuntimeHistory(store, runtimeId);
    history.commit(blockAt(258n, 50n), results);
    const entries = [...store.range(new Uint8Array(), Uint8Array.of(0xff))];
    const stored = new Map(entries.map(([key, value]) => [toHex(key), value]));
    expect([...stored.keys()]).toEqual(["01", "020000000000000102", "030000000000000102"]);
    expect(stored.get("020000000000000102")).toEqual(encode(AnnotatedBlock, blockAt(258n, 50n)));
    expect(stored.get("030000000000000102")).toEqual(encode(RoundResults, results));
    const metadata =
      `a46776657273696f6e016a6c6173745f726f756e641901026a72756e74696d655f69645820${"00".repeat(8)}${"07".repeat(24)}` +
      "756c6173745f636f6e73656e7375735f6865696768741832";
    expect(toHex(stored.get("01") ?? new Uint8Array())).toBe(metadata);
  });

  test("survive a restart, and are refused to another runtime", async () => {
    const path = await mkdtemp(join(tmpdir(), "history-"));
    directories.push(path);
    const store = () => new LmdbStore({path, readOnly: false, noSync: false});
    const history = new RuntimeHistory(store(), runtimeId);
    history.commit(blockAt(10n, 50n), results);
    await history.close();
    const reopened = store();
    expect(failure(() => new RuntimeHistory(reopened, otherId))).toBe("otherRuntime");
    const again = new RuntimeHistory(reopened, runtimeId);
    expect(again.lastConsensusHeight).toBe(50n);
    expect(again.latest()).toEqual(blockAt(10n, 50n));
    expect(again.roundResults(asRound(10n))).toEqual(results);
    await again.close();
  });
});
