import {MemoryStore} from "@oasis-node/mkvs/db";
import {asHeight, asRound, type Height} from "@oasis-node/primitives/epoch";
import type {ConsensusBlock, ConsensusStatus} from "@oasis-node/rpc/services";
import {ConsensusBlock as BlockSchema, ConsensusStatus as StatusSchema} from "@oasis-node/rpc/services";
import {RuntimeHistory} from "@oasis-node/runtime/history";
import {Node} from "@oasis-node/state-transition/node";
import {
  type Block,
  FinalizedEvent,
  MessageEvent,
  RoothashEvent,
  roothashErrors,
} from "@oasis-node/state-transition/roothash";
import {afterEach, describe, expect, test} from "vitest";
import {HistoryIndexer, type IndexedChain} from "../../src/history/index.ts";
import {SleeplessClock} from "../support/manualClock.ts";
import {RecordingLogger} from "../support/recordingLogger.ts";
import {ScriptedRuntime} from "../support/scriptedRuntime.ts";
import {keyOf} from "../support/storagePeer.ts";
import {random} from "../support/testChain.ts";

const ending = new Set<AbortController>();

afterEach(() => {
  for (const controller of ending) controller.abort();
  ending.clear();
});

/** A chain on which a runtime has blocks at some heights. */
class ScriptedChain implements IndexedChain {
  readonly runtime = new ScriptedRuntime();
  readonly blocks = new Map<bigint, {block: Block; events: RoothashEvent[]}>();
  height = asHeight(0n);
  genesisHeight = asHeight(1n);
  lastRetained = asHeight(1n);
  /** Queries that fail before the next one that does not. */
  failures = 0;
  readonly asked: bigint[] = [];
  readonly #readers = new Set<(height: Height) => void>();

  /** The next consensus block; with a block of the runtime if there is one. */
  next(scripted: {block: {block: Block}} | null = null, events: Partial<RoothashEvent>[] = []): void {
    this.height = asHeight(this.height + 1n);
    if (scripted !== null) {
      const {block} = scripted.block;
      const finalized = FinalizedEvent.make({
        round: block.header.round,
        goodComputeNodes: [keyOf("good 1"), keyOf("good 2")],
        badComputeNodes: [keyOf("bad")],
      });
      const all = [...events, {finalized}].map((event) =>
        RoothashEvent.make({runtimeId: this.runtime.id, ...event}),
      );
      this.blocks.set(this.height, {block, events: all});
    }
    for (const tell of this.#readers) tell(this.height);
  }

  readonly consensus: IndexedChain["consensus"] = {
    getStatus: async (): Promise<ConsensusStatus> => ({
      ...StatusSchema.zero(),
      latestHeight: this.height,
      genesisHeight: this.genesisHeight,
      lastRetainedHeight: this.lastRetained,
    }),
    watchBlocks: (_, options): AsyncIterable<ConsensusBlock> => this.#watch(options?.signal),
  };

  readonly roothash: IndexedChain["roothash"] = {
    getEvents: async (height) => {
      if (this.failures > 0) {
        this.failures--;
        throw new RangeError("not now");
      }
      if (height < this.lastRetained) throw new RangeError(`height ${height} has been pruned`);
      this.asked.push(height);
      return this.blocks.get(height)?.events ?? null;
    },
    getLatestBlock: async ({height}) => {
      const last = [...this.blocks].findLast(([at]) => at <= height);
      if (last === undefined) throw roothashErrors.invalidRuntime();
      return last[1].block;
    },
  };

  readonly registry: IndexedChain["registry"] = {
    getNode: async ({id}) => {
      const isGood = [keyOf("good 1"), keyOf("good 2")].some((key) => Buffer.compare(key, id) === 0);
      return {...Node.zero(), id, entityId: keyOf(isGood ? "good entity" : "bad entity")};
    },
  };

  async *#watch(signal: AbortSignal | undefined): AsyncGenerator<ConsensusBlock> {
    const waiting: Height[] = [];
    let wake = Promise.withResolvers<void>();
    const tell = (height: Height): void => {
      waiting.push(height);
      wake.resolve();
    };
    this.#readers.add(tell);
    signal?.addEventListener("abort", () => wake.resolve());
    while (signal?.aborted !== true) {
      await wake.promise;
      wake = Promise.withResolvers();
      for (const height of waiting.splice(0)) yield {...BlockSchema.zero(), height};
    }
  }
}

function indexing(chain: ScriptedChain, history: RuntimeHistory) {
  const controller = new AbortController();
  const logger = new RecordingLogger();
  ending.add(controller);
  const indexer = new HistoryIndexer({
    chain,
    history,
    clock: new SleeplessClock(),
    random,
    logger,
  });
  const running = indexer.run(controller.signal);
  return {indexer, logger, running, stop: () => controller.abort()};
}

function historyOf(chain: ScriptedChain, store = new MemoryStore()): RuntimeHistory {
  return new RuntimeHistory(store, chain.runtime.id);
}

const rounds = (history: RuntimeHistory): bigint[] => {
  const found: bigint[] = [];
  for (let round = 0n; round <= (history.lastRound ?? -1n); round++) {
    try {
      found.push(history.block(asRound(round)).block.header.round);
    } catch (error) {
      if (!roothashErrors.notFound.is(error)) throw error;
    }
  }
  return found;
};

describe("the indexer of a runtime's history", () => {
  test("finds the rounds there are, with their results, and those to come", async () => {
    const chain = new ScriptedChain();
    chain.next();
    chain.next(chain.runtime.last);
    chain.next();
    chain.next(chain.runtime.round({a: "1"}), [
      {message: MessageEvent.make({module: "staking", code: 3, index: 1})},
    ]);
    const history = historyOf(chain);
    const {indexer, logger} = indexing(chain, history);
    await indexer.ready();
    expect(rounds(history)).toEqual([0n, 1n]);
    expect(history.block(asRound(1n)).consensusHeight).toBe(4n);
    expect(history.roundResults(asRound(1n))).toEqual({
      messages: [{module: "staking", code: 3, index: 1}],
      goodComputeEntities: [keyOf("good entity")],
      badComputeEntities: [keyOf("bad entity")],
    });
    chain.next();
    chain.next(chain.runtime.round({a: "2"}));
    await expect.poll(() => rounds(history)).toEqual([0n, 1n, 2n]);
    expect(logger.lines.filter(({level}) => level === "error")).toEqual([]);
  });

  test("neither loses nor repeats a round when it is stopped and started, and blocks come meanwhile", async () => {
    const chain = new ScriptedChain();
    const store = new MemoryStore();
    chain.next(chain.runtime.last);
    for (let life = 0; life < 5; life++) {
      const history = historyOf(chain, store);
      const {indexer, logger, running, stop} = indexing(chain, history);
      for (let i = 0; i < 3; i++) chain.next(chain.runtime.round({a: `${life} ${i}`}));
      await indexer.ready();
      stop();
      await running;
      expect(logger.lines.filter(({level}) => level === "error")).toEqual([]);
      for (let i = 0; i < 2; i++) chain.next(i === 0 ? null : chain.runtime.round({b: `${life}`}));
    }
    const history = historyOf(chain, store);
    const {indexer} = indexing(chain, history);
    await indexer.ready();
    expect(rounds(history)).toEqual(chain.runtime.rounds.map((_, i) => BigInt(i)));
    expect(chain.asked.length).toBeLessThan(3 * Number(chain.height));
  });

  test("asks again when the chain does not answer", async () => {
    const chain = new ScriptedChain();
    chain.next(chain.runtime.last);
    for (let i = 0; i < 10; i++) chain.next(chain.runtime.round({a: `${i}`}));
    chain.failures = 3;
    const history = historyOf(chain);
    await indexing(chain, history).indexer.ready();
    expect(rounds(history)).toHaveLength(11);
    chain.failures = 2;
    chain.next(chain.runtime.round({a: "last"}));
    await expect.poll(() => rounds(history)).toHaveLength(12);
  });

  test("begins with the state that it finds where earlier blocks have been pruned", async () => {
    const chain = new ScriptedChain();
    chain.next(chain.runtime.last);
    for (let i = 0; i < 10; i++) chain.next(chain.runtime.round({a: `${i}`}));
    chain.next();
    chain.lastRetained = asHeight(8n);
    const history = historyOf(chain);
    await indexing(chain, history).indexer.ready();
    expect(rounds(history)).toEqual([7n, 8n, 9n, 10n]);
    expect(history.earliest().consensusHeight).toBe(8n);
  });

  test("takes the runtime's first block from the genesis document, and the latest where nothing happened since", async () => {
    const chain = new ScriptedChain();
    chain.next();
    chain.blocks.set(1n, {block: chain.runtime.genesis, events: []});
    const history = historyOf(chain);
    const {indexer, logger} = indexing(chain, history);
    await indexer.ready();
    expect(rounds(history)).toEqual([0n]);
    expect(logger.lines.filter(({level}) => level === "error")).toEqual([]);
    for (let i = 0; i < 10; i++) chain.next(chain.runtime.round({a: `${i}`}));
    chain.next();
    chain.lastRetained = chain.height;
    const late = historyOf(chain);
    await indexing(chain, late).indexer.ready();
    expect(rounds(late)).toEqual([10n]);
  });

  test("gives up waiting when told to", async () => {
    const chain = new ScriptedChain();
    const {indexer} = indexing(chain, historyOf(chain));
    await expect(
      new HistoryIndexer({
        chain,
        history: historyOf(chain),
        clock: new SleeplessClock(),
        random,
        logger: new RecordingLogger(),
      }).ready(AbortSignal.abort(new RangeError("enough"))),
    ).rejects.toThrow("enough");
    await indexer.ready();
  });
});
