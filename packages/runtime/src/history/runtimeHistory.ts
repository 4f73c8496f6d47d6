import {type OrderedStore, WriteSet} from "@oasis-node/mkvs/db";
import {equal, toHex} from "@oasis-node/primitives/bytes";
import {CborError, decode, encode, type Schema, trusted} from "@oasis-node/primitives/cbor";
import {asHeight, asRound, type Height, latestRound, type Round} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {
  AnnotatedBlock,
  type Block,
  type RoundResults,
  roothashErrors,
} from "@oasis-node/state-transition/roothash";
import {HistoryError} from "./historyError.ts";
import {HistoryMetadata, historyKeys, historyVersion, StoredResults} from "./records.ts";
import {WakeUps} from "./wakeUps.ts";

/** A block of a runtime, and the consensus height at which it was finalized. */
export interface HistoryBlock {
  readonly consensusHeight: Height;
  readonly block: Block;
}

/** Asked before rounds are pruned; to throw keeps them. It can be asked about the same rounds again. */
export type PruneHandler = (rounds: readonly Round[]) => Promise<void>;

/** Rounds that one pass prunes at most. */
export const maxPrunedRounds = 64;

/**
 * Blocks of a runtime and results of their rounds, as far as the node has seen and kept them (runtime-workers §4.10).
 * A block that was committed is durable. Failures of the store are `NodeDbError`.
 */
export class RuntimeHistory {
  readonly #store: OrderedStore;
  readonly #wakeUps = new WakeUps();
  readonly #pruneHandlers: PruneHandler[] = [];
  #metadata: HistoryMetadata;
  #closed = false;

  /** Takes the store over, unless it throws `HistoryError` `unsupportedVersion`, `otherRuntime` or `corrupted`. */
  constructor(store: OrderedStore, runtimeId: Namespace) {
    this.#store = store;
    this.#metadata = loadMetadata(store, runtimeId);
  }

  get runtimeId(): Namespace {
    return this.#metadata.runtimeId;
  }

  /** Consensus height up to which rounds have been looked for; 0 before the first. */
  get lastConsensusHeight(): Height {
    return this.#metadata.lastConsensusHeight;
  }

  /** Round of the last block; null before the first, and when all that was known has been pruned. */
  get lastRound(): Round | null {
    const {lastRound} = this.#metadata;
    return this.#store.get(historyKeys.block.encode(lastRound)) === null ? null : lastRound;
  }

  /** Adds the next block. Throws `HistoryError` `otherRuntime`, `lowerHeight`, `lowerRound`. */
  commit({consensusHeight, block}: HistoryBlock, results: RoundResults | null): void {
    const {namespace, round} = block.header;
    const {runtimeId, lastConsensusHeight, lastRound} = this.#metadata;
    if (!equal(namespace, runtimeId)) throw otherRuntime("runtime mismatch", runtimeId, namespace);
    this.#checkHeight("commit", consensusHeight);
    if (round <= lastRound && lastConsensusHeight !== 0n) {
      const context = `commit at lower round (current: ${lastRound} wanted: ${round})`;
      throw new HistoryError("lowerRound", context, {details: {lastRound, round}});
    }
    const changes = new WriteSet();
    changes.put(historyKeys.block.encode(round), encode(AnnotatedBlock, {consensusHeight, block}));
    changes.put(historyKeys.roundResults.encode(round), encode(StoredResults, results));
    this.#write(changes, {...this.#metadata, lastConsensusHeight: consensusHeight, lastRound: round});
    this.#wakeUps.notify();
  }

  /** Remembers that there are no further rounds up to a height. Throws `HistoryError` `lowerHeight`. */
  consensusCheckpoint(height: Height): void {
    this.#checkHeight("consensus checkpoint", height);
    this.#write(new WriteSet(), {...this.#metadata, lastConsensusHeight: height});
  }

  /** The block of a round, or of `latestRound`. Throws `roothashErrors.notFound`. */
  block(round: Round): HistoryBlock {
    const bytes = this.#store.get(historyKeys.block.encode(this.#resolve(round)));
    if (bytes === null) throw roothashErrors.notFound({details: {round}});
    return decodeBlock(bytes);
  }

  /** The last block. Throws `roothashErrors.notFound` while there is none. */
  latest(): HistoryBlock {
    return this.block(latestRound);
  }

  /** The first block that has been kept. Throws `roothashErrors.notFound` while there is none. */
  earliest(): HistoryBlock {
    const first = this.#firstFrom(asRound(0n));
    if (first === null) throw roothashErrors.notFound();
    return first;
  }

  /** Results of a round, or of `latestRound`; null where they were not known. Throws `roothashErrors.notFound`. */
  roundResults(round: Round): RoundResults | null {
    const bytes = this.#store.get(historyKeys.roundResults.encode(this.#resolve(round)));
    if (bytes === null) throw roothashErrors.notFound({details: {round}});
    return decodeStored(StoredResults, bytes);
  }

  /**
   * Blocks from a round on, by default from the latest: those there are, then those to come, until the signal is aborted
   * or the history closed. A slow reader costs no memory, because blocks are read when they are wanted; it misses those
   * that have been pruned by then.
   */
  async *watch(
    options: {readonly signal?: AbortSignal; readonly from?: Round} = {},
  ): AsyncGenerator<HistoryBlock, undefined> {
    const {signal, from} = options;
    let next = from ?? this.#metadata.lastRound;
    while (signal?.aborted !== true && !this.#closed) {
      const block = this.#firstFrom(next);
      if (block === null) {
        await this.#wakeUps.wait(signal);
        continue;
      }
      yield block;
      next = asRound(block.block.header.round + 1n);
    }
  }

  /** Has a handler asked before rounds are pruned. Returns how to end that. */
  onPrune(handler: PruneHandler): () => void {
    this.#pruneHandlers.push(handler);
    return () => {
      const at = this.#pruneHandlers.indexOf(handler);
      if (at >= 0) this.#pruneHandlers.splice(at, 1);
    };
  }

  /**
   * One pass: forgets the earliest rounds but the last `keep`, at most 64, and says how many. What a handler throws is
   * thrown on; nothing has been forgotten then.
   */
  async prune(keep: bigint): Promise<number> {
    const {lastRound} = this.#metadata;
    if (lastRound < keep) return 0;
    const rounds = this.#roundsUpTo(lastRound - keep);
    if (rounds.length === 0) return 0;
    for (const handler of [...this.#pruneHandlers]) await handler(rounds);
    const changes = new WriteSet();
    for (const round of rounds) {
      changes.delete(historyKeys.roundResults.encode(round));
      changes.delete(historyKeys.block.encode(round));
    }
    this.#store.write(changes);
    return rounds.length;
  }

  /** Ends all watches and closes the store. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#wakeUps.notify();
    await this.#store.close();
  }

  #resolve(round: Round): Round {
    return round === latestRound ? this.#metadata.lastRound : round;
  }

  #firstFrom(round: Round): HistoryBlock | null {
    for (const [, bytes] of this.#store.range(historyKeys.block.encode(round), endOfBlocks, 1))
      return decodeBlock(bytes);
    return null;
  }

  #roundsUpTo(last: bigint): Round[] {
    const rounds: Round[] = [];
    for (const [key] of this.#store.range(historyKeys.block.encodePrefix(), endOfBlocks, maxPrunedRounds)) {
      const [round] = historyKeys.block.decode(key) ?? [];
      if (round === undefined || round > last || rounds.length === maxPrunedRounds) break;
      rounds.push(asRound(round));
    }
    return rounds;
  }

  #checkHeight(what: string, height: Height): void {
    const {lastConsensusHeight} = this.#metadata;
    if (height >= lastConsensusHeight) return;
    const context = `${what} at lower consensus height (current: ${lastConsensusHeight} wanted: ${height})`;
    throw new HistoryError("lowerHeight", context, {details: {lastConsensusHeight, height}});
  }

  #write(changes: WriteSet, metadata: HistoryMetadata): void {
    changes.put(historyKeys.metadata.encode(), encode(HistoryMetadata, metadata));
    this.#store.write(changes);
    this.#metadata = metadata;
  }
}

/** What comes after all keys of blocks. */
const endOfBlocks = historyKeys.roundResults.encodePrefix();

function loadMetadata(store: OrderedStore, runtimeId: Namespace): HistoryMetadata {
  const bytes = store.get(historyKeys.metadata.encode());
  if (bytes === null) return createMetadata(store, runtimeId);
  const metadata = decodeStored(HistoryMetadata, bytes);
  if (metadata.version !== historyVersion) {
    const context = `unsupported database version (expected: ${historyVersion} got: ${metadata.version})`;
    throw new HistoryError("unsupportedVersion", context, {details: {version: metadata.version}});
  }
  if (!equal(metadata.runtimeId, runtimeId))
    throw otherRuntime("database for different runtime", runtimeId, metadata.runtimeId);
  return metadata;
}

function createMetadata(store: OrderedStore, runtimeId: Namespace): HistoryMetadata {
  const metadata = {
    runtimeId,
    version: historyVersion,
    lastConsensusHeight: asHeight(0n),
    lastRound: asRound(0n),
  };
  const changes = new WriteSet();
  changes.put(historyKeys.metadata.encode(), encode(HistoryMetadata, metadata));
  store.write(changes);
  return metadata;
}

function decodeBlock(bytes: Uint8Array): HistoryBlock {
  const {consensusHeight, block} = decodeStored(AnnotatedBlock, bytes);
  if (block === null) throw new HistoryError("corrupted", "a record without a block");
  return {consensusHeight, block};
}

function decodeStored<T>(schema: Schema<T>, bytes: Uint8Array): T {
  try {
    return decode(schema, bytes, trusted);
  } catch (cause) {
    if (!(cause instanceof CborError)) throw cause;
    throw new HistoryError("corrupted", `${schema.name} does not decode`, {cause});
  }
}

function otherRuntime(what: string, expected: Namespace, got: Namespace): HistoryError {
  const context = `${what} (expected: ${toHex(expected)} got: ${toHex(got)})`;
  return new HistoryError("otherRuntime", context);
}
