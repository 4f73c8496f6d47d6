import {BytesMap, equal, toHex} from "@oasis-node/primitives/bytes";
import {asHeight, type Height, type Round} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Api} from "@oasis-node/rpc/service";
import type {consensusService, registryService, roothashService} from "@oasis-node/rpc/services";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import {
  type RoothashEvent,
  type RoundResults,
  roothashErrors,
  roundResults,
} from "@oasis-node/state-transition/roothash";
import {follow, type Surroundings} from "../tasks/index.ts";
import {HistoryIndexerError} from "./historyIndexerError.ts";

/** What the indexer asks of a node. */
export interface IndexedChain {
  readonly consensus: Pick<Api<typeof consensusService>, "getStatus" | "watchBlocks">;
  readonly roothash: Pick<Api<typeof roothashService>, "getEvents" | "getLatestBlock">;
  readonly registry: Pick<Api<typeof registryService>, "getNode">;
}

export interface HistoryIndexerOptions extends Surroundings {
  readonly chain: IndexedChain;
  readonly history: RuntimeHistory;
}

/** Heights without a round after which it is remembered how far they have been looked at. */
const checkpointInterval = 1000n;

/**
 * Fills the history of a runtime from the chain (runtime-workers §4.10): height by height from the last one that is known, or
 * the first one that the node keeps, so that no round is lost or repeated whatever happens in between.
 */
export class HistoryIndexer {
  readonly #options: HistoryIndexerOptions;
  readonly #surroundings: Surroundings;
  readonly #indexed = Promise.withResolvers<void>();
  /** First height that has not been looked at; null before the start. */
  #next: Height | null = null;

  constructor(options: HistoryIndexerOptions) {
    const {clock, random, logger} = options;
    this.#options = options;
    this.#surroundings = {clock, random, logger: logger.module("roothash")};
  }

  /** Resolves when the history has first caught up with the chain; rejects when the signal is aborted before. */
  ready(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const abort = (): void => reject(signal?.reason);
      signal?.addEventListener("abort", abort, {once: true});
      if (signal?.aborted === true) abort();
      this.#indexed.promise.then(() => {
        signal?.removeEventListener("abort", abort);
        resolve();
      }, reject);
    });
  }

  /** Indexes until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const {consensus} = this.#options.chain;
    await follow(
      {
        name: "consensus blocks",
        open: (options) => heights(consensus, options),
        onItem: async (height) => {
          await this.#indexUpTo(height, signal);
          this.#indexed.resolve();
        },
        signal,
      },
      this.#surroundings,
    );
  }

  async #indexUpTo(last: Height, signal: AbortSignal): Promise<void> {
    const {history} = this.#options;
    for (let height = this.#next ?? (await this.#start(signal)); height <= last; ) {
      signal.throwIfAborted();
      await this.#index(height, signal);
      // Before the first block there is nothing to remember: a first round 0 could not be added any more.
      if (history.lastRound !== null && height - history.lastConsensusHeight >= checkpointInterval)
        history.consensusCheckpoint(height);
      height = asHeight(height + 1n);
      this.#next = height;
    }
  }

  /** The first height to look at. What came in before it is the state that is found there. */
  async #start(signal: AbortSignal): Promise<Height> {
    const {chain, history} = this.#options;
    const {genesisHeight, lastRetainedHeight} = await chain.consensus.getStatus(undefined, {signal});
    const next = history.lastConsensusHeight + 1n;
    const start = asHeight([next, lastRetainedHeight, genesisHeight].reduce((a, b) => (a > b ? a : b)));
    this.#surroundings.logger.debug("reindexing blocks", {last_indexed_height: start});
    if (start > next || history.lastRound === null) await this.#commitLatest(start, null, signal);
    return start;
  }

  async #index(height: Height, signal: AbortSignal): Promise<void> {
    const {chain, history} = this.#options;
    const events = (await chain.roothash.getEvents(height, {signal})) ?? [];
    const own = events.filter(({runtimeId}) => equal(runtimeId, history.runtimeId));
    const finalized = own.findLast((event) => event.finalized !== null)?.finalized ?? null;
    if (finalized === null) return;
    await this.#commitLatest(height, {events: own, round: finalized.round}, signal);
  }

  /** Adds the block that is the latest at a height, unless it is known. */
  async #commitLatest(
    height: Height,
    expected: {readonly events: readonly RoothashEvent[]; readonly round: Round} | null,
    signal: AbortSignal,
  ): Promise<void> {
    const {chain, history} = this.#options;
    const block = await this.#latestBlock(height, expected === null, signal);
    if (block === null) return;
    const {round} = block.header;
    if (expected !== null && round !== expected.round) {
      const text = `roothash: finalized event/query round mismatch at height ${height}`;
      throw new HistoryIndexerError("roundMismatch", text, {details: {round, expected: expected.round}});
    }
    const {lastRound} = history;
    if (lastRound !== null && round <= lastRound) return;
    const events = expected?.events ?? (await chain.roothash.getEvents(height, {signal})) ?? [];
    history.commit({consensusHeight: height, block}, await this.#resultsOf(events, height, signal));
  }

  async #latestBlock(height: Height, mayBeMissing: boolean, signal: AbortSignal) {
    const {chain, history} = this.#options;
    try {
      return await chain.roothash.getLatestBlock({runtimeId: history.runtimeId, height}, {signal});
    } catch (error) {
      // The runtime has not been registered yet.
      if (mayBeMissing && roothashErrors.invalidRuntime.is(error)) return null;
      throw error;
    }
  }

  async #resultsOf(
    events: readonly RoothashEvent[],
    height: Height,
    signal: AbortSignal,
  ): Promise<RoundResults> {
    const {chain, history} = this.#options;
    const own = events.filter(({runtimeId}) => equal(runtimeId, history.runtimeId));
    const entities = new BytesMap<PublicKey, PublicKey>();
    for (const {finalized} of own) {
      for (const id of [...(finalized?.goodComputeNodes ?? []), ...(finalized?.badComputeNodes ?? [])])
        if (!entities.has(id))
          entities.set(id, (await chain.registry.getNode({height, id}, {signal})).entityId);
    }
    return roundResults(history.runtimeId, own, (node) => {
      const entity = entities.get(node);
      if (entity !== undefined) return entity;
      throw new HistoryIndexerError("unknownNode", `roothash: failed to fetch node ${toHex(node)}`);
    });
  }
}

/** The latest height, then those of new blocks. */
async function* heights(
  consensus: IndexedChain["consensus"],
  options: {readonly signal?: AbortSignal},
): AsyncGenerator<Height, undefined> {
  const blocks = consensus.watchBlocks(undefined, options)[Symbol.asyncIterator]();
  let next = blocks.next();
  // It is awaited below; until then its failure is nobody's.
  next.catch(() => {});
  yield (await consensus.getStatus(undefined, options)).latestHeight;
  for (let result = await next; result.done !== true; result = await next) {
    next = blocks.next();
    next.catch(() => {});
    yield result.value.height;
  }
}
