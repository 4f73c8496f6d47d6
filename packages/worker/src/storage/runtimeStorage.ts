import {Checkpointer} from "@oasis-node/mkvs/checkpoint";
import {nodeDbErrors} from "@oasis-node/mkvs/db";
import {emptyRoot, type Root, rootTypes} from "@oasis-node/mkvs/node";
import {orAborted} from "@oasis-node/primitives/abort";
import {toHex} from "@oasis-node/primitives/bytes";
import {type Height, invalidRound, latestHeight, type Round} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Api} from "@oasis-node/rpc/service";
import type {GetLastSyncedRoundResponse, roothashService, StorageStatus} from "@oasis-node/rpc/services";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import type {Runtime} from "@oasis-node/state-transition/registry";
import type {Block} from "@oasis-node/state-transition/roothash";
import {type RoleProvider, withRuntime} from "../registration/index.ts";
import type {StorageNode} from "../storageClient/index.ts";
import {type ServiceStore, StoredValue} from "../store/index.ts";
import {type Surroundings, Tasks} from "../tasks/index.ts";
import {StorageWorkerError, storageWorkerErrors} from "./errors.ts";
import {DiffFetcher, type RemoteStorage} from "./fetchDiff.ts";
import {ForcedCheckpoints} from "./forcedCheckpoints.ts";
import type {LocalStorage} from "./localStorage.ts";
import {RoundWaiters} from "./roundWaiters.ts";
import type {Slots} from "./slots.ts";
import {type BlockSummary, blockRoots, summaryOf, WatcherState} from "./summary.ts";
import {type StorageMetrics, SyncRunner} from "./syncRunner.ts";
import {blockAt, startSync} from "./syncStart.ts";

export interface RuntimeStorageOptions extends Surroundings {
  readonly storage: LocalStorage;
  readonly history: RuntimeHistory;
  /** Resolves when the history has caught up with the chain. */
  readonly indexed: (signal: AbortSignal) => Promise<void>;
  /** Resolves when `nodes` has what the registry has. */
  readonly nodesKnown: (signal: AbortSignal) => Promise<void>;
  readonly roothash: Pick<Api<typeof roothashService>, "getGenesisBlock" | "getLatestBlock">;
  /** The runtime as it was at the start of the epoch. */
  readonly runtime: () => Promise<Runtime>;
  /** Other storage nodes of the runtime, as one and each by itself. */
  readonly remote: RemoteStorage;
  readonly nodes: () => readonly StorageNode[];
  /** Node keys of the storage committee. */
  readonly committee: () => readonly PublicKey[];
  /** The service `storageStoreName` of the persistent store. */
  readonly store: ServiceStore;
  /** Storage, and storage for everyone where that is on. */
  readonly roles: readonly RoleProvider[];
  readonly slots: Slots;
  readonly checkpointSync: boolean;
  /** Milliseconds between looks for checkpoints that are due; null when this node makes none. */
  readonly checkpointIntervalMs: number | null;
  /** Whether what is for tests only can be used. */
  readonly debugAllowed: boolean;
  readonly metrics?: StorageMetrics;
}

/** Roots of a round. */
const rootsPerRound = 2;

/** The storage worker of one runtime: keeps storage in step with the chain (runtime-workers §4.5.4). */
export class RuntimeStorage {
  readonly #options: RuntimeStorageOptions;
  readonly #state: StoredValue<WatcherState>;
  readonly #checkpointer: Checkpointer | null;
  readonly #forced: ForcedCheckpoints;
  readonly #waiters = new RoundWaiters();
  readonly #initialized = Promise.withResolvers<void>();
  /** Versions of which checkpoints are being made. */
  readonly #held = new Set<bigint>();
  #last: BlockSummary | null = null;

  constructor(options: RuntimeStorageOptions) {
    const {store, history, roothash, logger, checkpointIntervalMs} = options;
    this.#options = {...options, logger: options.logger.module("worker/storage/committee")};
    this.#state = new StoredValue(store, toHex(history.runtimeId), WatcherState);
    this.#checkpointer = checkpointIntervalMs === null ? null : this.#makeCheckpointer(checkpointIntervalMs);
    this.#forced = new ForcedCheckpoints({
      runtimeId: history.runtimeId,
      roothash,
      isFinal: (round) => this.#last !== null && round <= this.#last.round,
      force: (round) => {
        this.#checkpointer?.forceCheckpoint(round);
        // At once: the next round's notification would take its place.
        this.#checkpointer?.flush();
      },
      logger,
    });
    // Who waits for it learns of a failure; nobody has to.
    this.#initialized.promise.catch(() => {});
  }

  get storage(): LocalStorage {
    return this.#options.storage;
  }

  status(): StorageStatus {
    return {lastFinalizedRound: this.#last?.round ?? invalidRound};
  }

  /** The last round that is final, and its roots; before the first one 2^64-1 and empty roots. */
  lastSynced(): GetLastSyncedRoundResponse {
    const {runtimeId} = this.#options.history;
    const root = (type: number): Root =>
      this.#last?.roots?.find((one) => one.type === type) ?? emptyRoot(runtimeId, 0n, type);
    const round = this.#last?.round ?? invalidRound;
    return {round, ioRoot: root(rootTypes.io), stateRoot: root(rootTypes.state)};
  }

  /** Resolves when storage can go on round by round. Rejects when the signal is aborted, or the worker ends, before. */
  initialized(signal?: AbortSignal): Promise<void> {
    return orAborted(this.#initialized.promise, signal);
  }

  /**
   * Waits until a round is final, or a root is there, and gives the last round that is final. Throws
   * `nodeDbErrors.versionNotFound` for rounds that are farther away than the next.
   */
  async waitForRound(wanted: bigint, root: Root | null, signal?: AbortSignal): Promise<Round> {
    const {history, storage, debugAllowed} = this.#options;
    const round = root?.version ?? wanted;
    const next = (history.lastRound ?? -1n) + 1n;
    if (round > next && !debugAllowed) throw nodeDbErrors.versionNotFound();
    const last = this.#last?.round;
    const isThere = (last !== undefined && round <= last) || (root !== null && storage.db.hasRoot(root));
    if (!isThere) await this.#waiters.wait(round, signal);
    return this.#last?.round ?? invalidRound;
  }

  /** For tests. Throws `storageWorkerErrors.cantPauseCheckpointer`. */
  pauseCheckpointer(paused: boolean): void {
    if (!this.#options.debugAllowed) throw storageWorkerErrors.cantPauseCheckpointer();
    this.#checkpointer?.pause(paused);
  }

  /**
   * Consensus makes a checkpoint of a version: storage makes one that goes with it.
   *
   * @param kept - checkpoints that consensus keeps
   */
  onConsensusCheckpoint(version: bigint, kept: number): void {
    if (this.#checkpointer !== null) this.#forced.add(version, kept);
  }

  /** A consensus block has been made. */
  onHeight(height: Height): Promise<void> {
    return this.#forced.onHeight(height);
  }

  /** Works until the signal is aborted. Rejects when storage cannot go on: the node has to stop. */
  async run(signal: AbortSignal): Promise<void> {
    this.#last = (await this.#state.get())?.lastBlock ?? null;
    // Some may have begun to wait before that was known.
    if (this.#last !== null) this.#waiters.notify(this.#last.round);
    const tasks = new Tasks(signal);
    const release = this.#options.history.onPrune((rounds) => this.#prune(rounds));
    const checkpointer = this.#checkpointer;
    if (checkpointer !== null) tasks.start(() => checkpointer.run(tasks.signal));
    tasks.start(() => this.#sync(tasks.signal));
    try {
      await tasks.ended();
    } finally {
      release();
      this.#initialized.reject(new StorageWorkerError("stopped", "worker/storage: worker has stopped"));
    }
  }

  async #sync(signal: AbortSignal): Promise<void> {
    const {indexed, nodesKnown, roothash, history, storage, checkpointSync, nodes, clock, logger} =
      this.#options;
    await indexed(signal);
    await nodesKnown(signal);
    // A runtime that has just been registered gets its first block now.
    if ((await history.watch({signal}).next()).done === true) return;
    const {runtimeId} = history;
    const genesis = await roothash.getGenesisBlock({runtimeId, height: latestHeight}, {signal});
    const genesisRound = genesis.header.round;
    const last = this.#last?.round ?? null;
    const block = await startSync(
      {
        storage,
        history,
        genesis,
        runtime: await this.#options.runtime(),
        last,
        checkpoints: checkpointSync,
        nodes,
        clock,
        logger,
      },
      signal,
    );
    if (block !== null && block.header.round !== last) await this.#keep(block);
    if (block !== null) {
      // Its checkpoint is made at once, if one is due.
      this.#checkpointer?.notifyNewVersion(block.header.round);
      this.#checkpointer?.flush();
    }
    this.#initialized.resolve();
    const finalized = block?.header.round ?? genesisRound - 1n;
    logger.info("worker initialized", {genesis_round: genesisRound, last_synced: finalized});
    await this.#runner(genesisRound, finalized, signal).run();
  }

  #runner(genesisRound: bigint, finalized: bigint, signal: AbortSignal): SyncRunner {
    const {storage, history, remote, committee, nodes, slots, clock, logger, metrics} = this.#options;
    const known = (): PublicKey[] => nodes().map(({id}) => id);
    const fetcher = new DiffFetcher({storage, remote, committee, known});
    const onFinalized = async (block: Block): Promise<void> => {
      await this.#keep(block);
      this.#checkpointer?.notifyNewVersion(block.header.round);
    };
    const onAvailability = (available: boolean): void => this.#offer(available);
    return new SyncRunner(
      {storage, history, genesisRound, fetcher, slots, onFinalized, onAvailability, metrics, clock, logger},
      finalized,
      signal,
    );
  }

  /** Remembers the last block whose roots are final. */
  async #keep(block: Block): Promise<void> {
    const lastBlock = summaryOf(block);
    await this.#state.put({lastBlock});
    this.#last = lastBlock;
    this.#waiters.notify(lastBlock.round);
  }

  #offer(available: boolean): void {
    const {roles, history} = this.#options;
    for (const role of roles) {
      if (available) role.setAvailable((node) => withRuntime(node, history.runtimeId));
      else role.setUnavailable();
    }
  }

  /** Nothing is pruned that is not final yet, or of which a checkpoint is being made. */
  async #prune(rounds: readonly Round[]): Promise<void> {
    const {storage} = this.#options;
    const last = this.#last?.round ?? null;
    for (const round of rounds) {
      if (last === null || round >= last) {
        const text = `worker/storage: tried to prune past last synced round (last synced: ${last ?? invalidRound})`;
        throw new StorageWorkerError("notSynced", text, {details: {round}});
      }
      if (this.#held.has(round))
        throw new StorageWorkerError("notSynced", "worker/storage: round is being checkpointed", {
          details: {round},
        });
      try {
        await storage.db.prune(round);
      } catch (error) {
        // The database begins with a later round, or has pruned this one for a pass that was vetoed afterwards.
        if (!nodeDbErrors.notEarliest.is(error)) throw error;
      }
    }
  }

  #makeCheckpointer(intervalMs: number): Checkpointer {
    const {storage, history, roothash, runtime, clock, logger} = this.#options;
    const {runtimeId} = history;
    return new Checkpointer({
      db: storage.db,
      store: storage.checkpoints,
      rootsPerVersion: rootsPerRound,
      parameters: async () => {
        const {checkpointInterval, checkpointNumKept, checkpointChunkSize} = (await runtime()).storage;
        const {header} = await roothash.getGenesisBlock({runtimeId, height: latestHeight});
        return {
          interval: checkpointInterval,
          numKept: checkpointNumKept,
          chunkSize: checkpointChunkSize,
          initialVersion: header.round,
        };
      },
      rootsOf: (version) => {
        const block = blockAt(history, version);
        return block === null ? [] : blockRoots(block);
      },
      waitInterval: (signal) => clock.sleep(intervalMs, signal).catch(() => {}),
      hold: async (version) => {
        this.#held.add(version);
        return () => this.#held.delete(version);
      },
      onError: (error, version) => logger.error("failed to checkpoint", {err: error, version}),
    });
  }
}
