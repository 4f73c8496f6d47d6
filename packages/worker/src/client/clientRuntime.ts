import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {asRound, latestHeight, type Round} from "@oasis-node/primitives/epoch";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api, CallOptions} from "@oasis-node/rpc/service";
import type {
  beaconService,
  consensusLightService,
  consensusService,
  PlainEvent,
  QueryRequest,
  RuntimeEvent,
  RuntimeHostError,
  roothashService,
  TransactionWithResults,
} from "@oasis-node/rpc/services";
import type {HistoryBlock, RuntimeHistory} from "@oasis-node/runtime/history";
import {type IoTransaction, readTags, readTransactions} from "@oasis-node/runtime/ioTree";
import type {Block} from "@oasis-node/state-transition/roothash";
import type {Gossip} from "../p2p/index.ts";
import {type Surroundings, Tasks} from "../tasks/index.ts";
import {CheckQueue} from "./checkQueue.ts";
import {RuntimeClientError} from "./errors.ts";
import {IoReader, type TreeReads} from "./ioRound.ts";
import {type ClientHost, OwnHost, type RuntimeMoment} from "./ownHost.ts";
import type {SubmissionLimits} from "./submissions.ts";
import {type GroupView, Submitter} from "./submitter.ts";

/** What the client asks of the chain. */
export interface ClientChain {
  readonly roothash: Pick<Api<typeof roothashService>, "getGenesisBlock" | "getRuntimeState" | "watchBlocks">;
  readonly beacon: Pick<Api<typeof beaconService>, "getEpoch" | "getEpochBlock">;
  readonly consensus: Pick<Api<typeof consensusService>, "watchBlocks">;
  readonly consensusLight: Pick<Api<typeof consensusLightService>, "getLightBlock">;
}

/** A runtime that the node serves clients of. */
export interface ClientRuntimeParts {
  readonly id: Namespace;
  readonly history: Pick<RuntimeHistory, "block" | "earliest" | "watch">;
  /** Storage of the runtime, on this node or elsewhere. */
  readonly storage: TreeReads;
  /** The node's own view of the runtime's committees, if it has one. */
  readonly follower?: GroupView;
  /** First round whose state this node keeps, if there is one; null for a node that is no storage of the runtime. */
  readonly earliestState: (() => bigint | null | Promise<bigint | null>) | null;
  /** A process of the runtime for the client alone, which the client starts and stops; null when it is not hosted. */
  readonly host: ClientHost | null;
}

export interface ClientRuntimeOptions extends ClientRuntimeParts {
  readonly chain: ClientChain;
  /** Null for a node that does not talk to committees. */
  readonly gossip: Gossip | null;
  readonly limits: SubmissionLimits;
  readonly surroundings: Surroundings;
}

/** One runtime as its clients see it. */
export class ClientRuntime {
  readonly #options: ClientRuntimeOptions;
  readonly #reader: IoReader;
  readonly #host: OwnHost;
  readonly #checks: CheckQueue;
  readonly #submitter: Submitter | null;

  constructor(options: ClientRuntimeOptions) {
    const {id: runtimeId, storage, host, gossip, history, chain, limits, surroundings} = options;
    this.#options = options;
    this.#reader = new IoReader(storage, runtimeId);
    this.#host = new OwnHost(host, surroundings.clock);
    this.#checks = new CheckQueue(
      async (inputs, signal) => this.#host.check(inputs, await this.#now(signal), signal),
      limits,
    );
    const {logger} = surroundings;
    this.#submitter =
      gossip === null
        ? null
        : new Submitter({
            runtimeId,
            gossip,
            history,
            follower: options.follower ?? null,
            reader: this.#reader,
            chain,
            limits,
            surroundings: {...surroundings, logger: logger.module("client/txsubmitter")},
          });
  }

  /** Works until the signal is aborted; once only. */
  async run(signal: AbortSignal): Promise<void> {
    const tasks = new Tasks(signal);
    tasks.hold();
    const submitter = this.#submitter;
    if (submitter !== null) tasks.start(() => submitter.run(tasks.signal));
    tasks.start(() => this.#host.run(tasks.signal));
    await tasks.ended();
  }

  /** What brings transactions to the committee; null on a node that does not talk to committees. */
  get submitter(): Submitter | null {
    return this.#submitter;
  }

  get isHosted(): boolean {
    return this.#host.isHosted;
  }

  /** Why the runtime refuses a transaction right now; null when it takes it. */
  async check(data: Uint8Array | null, signal?: AbortSignal): Promise<RuntimeHostError | null> {
    return this.#checks.check(data ?? new Uint8Array(), signal);
  }

  async query({round, method, args}: QueryRequest, signal?: AbortSignal): Promise<Uint8Array | null> {
    return this.#host.query({method, args}, await this.#atRound(round, signal), signal);
  }

  /** Throws `roothashErrors.notFound`. */
  block(round: Round): Block {
    return this.#options.history.block(round).block;
  }

  /** The first block that is kept along with its state. Throws `roothashErrors.notFound`. */
  async lastRetainedBlock(): Promise<Block> {
    const {history, earliestState} = this.#options;
    const {block} = history.earliest();
    const earliest = (await earliestState?.()) ?? null;
    return earliest !== null && earliest > block.header.round ? this.block(asRound(earliest)) : block;
  }

  /** The latest block, then those to come, when the other requests know of them. No reader is too slow. */
  watchBlocks({signal}: CallOptions = {}): AsyncIterable<HistoryBlock> {
    return this.#options.history.watch(signal === undefined ? {} : {signal});
  }

  async transactions(round: Round, signal?: AbortSignal): Promise<IoTransaction[]> {
    return this.#readRound(round, "artifact", readTransactions, signal);
  }

  /** Null when there are none, as in the reference. */
  async transactionsWithResults(
    round: Round,
    signal?: AbortSignal,
  ): Promise<TransactionWithResults[] | null> {
    // The latest round may be another one by the second time.
    const {header} = this.block(round);
    const transactions = await this.transactions(header.round, signal);
    if (transactions.length === 0) return null;
    const events = new BytesMap<Hash, PlainEvent[]>();
    for (const {txHash, key, value} of await this.#tags(header.round, signal)) {
      const found = events.get(txHash);
      if (found === undefined) events.set(txHash, [{key, value}]);
      else found.push({key, value});
    }
    return transactions.map(({input, output}) => ({
      tx: input,
      result: output,
      events: events.get(hashOf(input)) ?? null,
    }));
  }

  /** Null when there are none, as in the reference. */
  async events(round: Round, signal?: AbortSignal): Promise<RuntimeEvent[] | null> {
    const tags = await this.#tags(round, signal);
    return tags.length === 0 ? null : tags;
  }

  #tags(round: Round, signal: AbortSignal | undefined) {
    return this.#readRound(round, "tag", readTags, signal);
  }

  async #readRound<T>(
    round: Round,
    kind: "artifact" | "tag",
    read: (tree: Awaited<ReturnType<IoReader["read"]>>) => T,
    signal: AbortSignal | undefined,
  ): Promise<T> {
    const {header} = this.block(round);
    const tree = await this.#reader.read(header, kind, signal);
    try {
      return read(tree);
    } finally {
      tree.close();
    }
  }

  /** The latest block, for a check. */
  async #now(signal: AbortSignal): Promise<RuntimeMoment> {
    const {chain, id: runtimeId} = this.#options;
    const options = {signal};
    const request = {runtimeId, height: latestHeight};
    const state = await asked(
      `get runtime ${toHex(runtimeId)} state`,
      () => chain.roothash.getRuntimeState(request, options),
      signal,
    );
    const {currentBlock: block, currentBlockHeight: height, runtime} = state;
    if (block === null || runtime === null) throw chainFailed("get runtime state", "it is empty");
    const consensusBlock = await asked(
      `get light block at height ${height}`,
      () => chain.consensusLight.getLightBlock(height, options),
      signal,
    );
    const epoch = await asked(
      "get current epoch",
      () => chain.beacon.getEpoch(latestHeight, options),
      signal,
    );
    return {block, consensusBlock, epoch, maxMessages: runtime.executor.maxMessages};
  }

  /** The block of a round, for a query; limits are those of now. */
  async #atRound(round: Round, signal: AbortSignal | undefined): Promise<RuntimeMoment> {
    const {chain, id: runtimeId} = this.#options;
    const options = signal === undefined ? {} : {signal};
    const {block, consensusHeight: height} = await asked(
      "fetch annotated block from history",
      async (): Promise<HistoryBlock> => this.#options.history.block(round),
      signal,
    );
    const [consensusBlock, epoch, {runtime}] = await Promise.all([
      asked(
        `get light block at height ${height}`,
        () => chain.consensusLight.getLightBlock(height, options),
        signal,
      ),
      asked(`get epoch at height ${height}`, () => chain.beacon.getEpoch(height, options), signal),
      asked(
        "get active runtime descriptor",
        () => chain.roothash.getRuntimeState({runtimeId, height: latestHeight}, options),
        signal,
      ),
    ]);
    if (runtime === null) throw chainFailed("get active runtime descriptor", "there is none");
    return {block, consensusBlock, epoch, maxMessages: runtime.executor.maxMessages};
  }
}

/** What the chain answers; what goes wrong gets a name. */
async function asked<T>(what: string, ask: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  try {
    return await ask();
  } catch (cause) {
    if (signal?.aborted === true || !(cause instanceof Error)) throw cause;
    throw chainFailed(what, cause.message, cause);
  }
}

function chainFailed(what: string, problem: string, cause?: Error): RuntimeClientError {
  return new RuntimeClientError("chain", `client: failed to ${what}: ${problem}`, {cause});
}
