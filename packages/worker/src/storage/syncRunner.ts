import {NodeDbError, nodeDbErrors} from "@oasis-node/mkvs/db";
import {NodeError} from "@oasis-node/mkvs/node";
import {toBase64} from "@oasis-node/primitives/bytes";
import type {RuntimeHistory} from "@oasis-node/runtime/history";
import type {Block} from "@oasis-node/state-transition/roothash";
import {storageErrors} from "@oasis-node/state-transition/storage";
import {type Surroundings, Tasks} from "../tasks/index.ts";
import {StorageWorkerError} from "./errors.ts";
import type {Difference, DiffFetcher} from "./fetchDiff.ts";
import type {LocalStorage} from "./localStorage.ts";
import type {Slots} from "./slots.ts";
import {blockRoot, blockRoots, parentRoot} from "./summary.ts";
import {blockAt} from "./syncStart.ts";
import {
  initialSync,
  type RootKind,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
  syncStep,
} from "./syncStep.ts";

/** Milliseconds without a block after which missing rounds are asked for again, at first and at most. */
const firstHeartbeatMs = 5000;
const lastHeartbeatMs = 20_000;
const heartbeatGrowth = 1.5;

/** Rounds that operators watch; all of one runtime. */
export interface StorageMetrics {
  readonly fullRound: {set(round: number): void};
  readonly syncedRound: {set(round: number): void};
  readonly pendingRound: {set(round: number): void};
}

export interface SyncRunnerOptions extends Pick<Surroundings, "clock" | "logger"> {
  readonly storage: LocalStorage;
  readonly history: RuntimeHistory;
  readonly genesisRound: bigint;
  readonly fetcher: DiffFetcher;
  /** For fetches of all runtimes. */
  readonly slots: Slots;
  readonly onFinalized: (block: Block) => Promise<void>;
  readonly onAvailability: (available: boolean) => void;
  readonly metrics: StorageMetrics | undefined;
}

/** Carries out what the steps of the sync worker want (runtime-workers §4.5.4). */
export class SyncRunner {
  readonly #options: SyncRunnerOptions;
  readonly #tasks: Tasks;
  readonly #differences = new Map<string, Difference>();
  #state: SyncState;
  #blocks = 0;

  /** @param finalized - last round that is final */
  constructor(options: SyncRunnerOptions, finalized: bigint, signal: AbortSignal) {
    this.#options = options;
    this.#state = initialSync(finalized);
    this.#tasks = new Tasks(signal);
  }

  /** Works until the signal is aborted. Rejects when a round cannot be made final: nothing can go on then. */
  async run(): Promise<void> {
    this.#tasks.start(() => this.#followBlocks());
    this.#tasks.start(() => this.#beat());
    await this.#tasks.ended();
  }

  async #followBlocks(): Promise<void> {
    for await (const {block} of this.#options.history.watch({signal: this.#tasks.signal})) {
      this.#blocks++;
      this.#options.metrics?.pendingRound.set(Number(block.header.round));
      this.#dispatch({kind: "block", round: block.header.round});
    }
  }

  async #beat(): Promise<void> {
    let intervalMs = firstHeartbeatMs;
    for (;;) {
      const blocks = this.#blocks;
      await this.#options.clock.sleep(intervalMs, this.#tasks.signal);
      if (this.#blocks !== blocks) {
        intervalMs = firstHeartbeatMs;
        continue;
      }
      intervalMs = Math.min(intervalMs * heartbeatGrowth, lastHeartbeatMs);
      this.#dispatch({kind: "heartbeat"});
    }
  }

  #dispatch(event: SyncEvent): void {
    const [state, effects] = syncStep(this.#state, event);
    if (state.applied !== this.#state.applied) this.#options.metrics?.syncedRound.set(Number(state.applied));
    this.#state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: SyncEffect): void {
    switch (effect.kind) {
      case "fetch":
        this.#tasks.start(() => this.#fetch(effect.round, effect.root));
        break;
      case "apply":
        this.#tasks.start(() => this.#apply(effect.round, effect.root));
        break;
      case "finalize":
        this.#tasks.start(() => this.#finalize(effect.round));
        break;
      case "available":
      case "unavailable":
        this.#options.onAvailability(effect.kind === "available");
        break;
    }
  }

  async #fetch(round: bigint, root: RootKind): Promise<void> {
    const {genesisRound, slots, fetcher, logger} = this.#options;
    const {signal} = this.#tasks;
    const block = this.#block(round);
    const before = round === genesisRound ? null : this.#block(round - 1n);
    const from = parentRoot(block, before, root);
    const to = blockRoot(block, root);
    try {
      const difference = await slots.run(() => fetcher.fetch(from, to, signal));
      this.#differences.set(nameOf(round, root), difference);
      this.#dispatch({kind: "fetched", round, root, ok: true});
    } catch (error) {
      if (error instanceof NodeDbError || signal.aborted) throw error;
      logger.error("error calling getdiff", {err: error, round, root});
      this.#dispatch({kind: "fetched", round, root, ok: false});
    }
  }

  async #apply(round: bigint, root: RootKind): Promise<void> {
    const {storage, logger} = this.#options;
    const name = nameOf(round, root);
    const difference = this.#differences.get(name);
    this.#differences.delete(name);
    try {
      if (difference !== undefined && difference.changes !== null)
        await storage.applyChanges(difference.from, difference.to, difference.changes.log);
      this.#dispatch({kind: "applied", round, root, ok: true});
    } catch (error) {
      if (error instanceof NodeDbError) throw error;
      logger.error("can't apply write log", {err: error, round, root});
      this.#blame(difference, error);
      this.#dispatch({kind: "applied", round, root, ok: false});
    }
  }

  #blame(difference: Difference | undefined, error: unknown): void {
    const source = difference?.changes?.source ?? null;
    const isTheirs = storageErrors.rootMismatch.is(error) || error instanceof NodeError;
    if (source === null || !isTheirs) return;
    this.#options.fetcher.blame(source);
    this.#options.logger.warn("node blacklisted due to bogus diff", {node: toBase64(source)});
  }

  async #finalize(round: bigint): Promise<void> {
    const {storage, onFinalized, logger, metrics} = this.#options;
    const block = this.#block(round);
    try {
      await storage.db.finalize(blockRoots(block));
    } catch (error) {
      if (!nodeDbErrors.alreadyFinalized.is(error)) throw error;
      // A crash came before the state could be kept.
      logger.warn("storage round already finalized", {round});
    }
    await onFinalized(block);
    metrics?.fullRound.set(Number(round));
    this.#dispatch({kind: "finalized", round});
  }

  #block(round: bigint): Block {
    const block = blockAt(this.#options.history, round);
    if (block !== null) return block;
    throw new StorageWorkerError("missingBlock", "can't get block in storage worker", {details: {round}});
  }
}

function nameOf(round: bigint, root: RootKind): string {
  return `${round}/${root}`;
}
