import {
  Checkpointer,
  checkpointErrors,
  checkpointVersion,
  chunkMetadata,
  type FileCheckpointStore,
  Metadata,
  metadataHash,
} from "@oasis-node/mkvs/checkpoint";
import {encode} from "@oasis-node/primitives/cbor";
import type {Clock} from "@oasis-node/primitives/clock";
import {asHeight, type Height} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Logger} from "@oasis-node/primitives/log";
import type {ApplicationState} from "./applicationState.ts";

export interface StateCheckpointsOptions {
  readonly state: ApplicationState;
  /** Over the database of the state. */
  readonly store: FileCheckpointStore;
  /** Milliseconds between two looks at what is due; null to make no checkpoints, only to serve those there are. */
  readonly checkInterval: number | null;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A checkpoint as state sync announces it (consensus-core §1.13). */
export interface Snapshot {
  readonly height: Height;
  /** Version of the checkpoint format. */
  readonly format: number;
  /** Number of chunks. */
  readonly chunks: number;
  /** Of the metadata. */
  readonly hash: Hash;
  /** CBOR of the checkpoint's metadata. */
  readonly metadata: Uint8Array;
}

/** Names a chunk of a snapshot. */
export interface SnapshotChunk {
  readonly height: Height;
  readonly format: number;
  readonly index: number;
}

/**
 * Told of a checkpoint that is about to be made, and how many of them are kept.
 *
 * @param height - version of the state
 */
export type CheckpointObserver = (height: Height, kept: number) => void;

/**
 * Makes checkpoints of the state by the chain's parameters, beside the making of blocks, and serves them as snapshots
 * (consensus-core §1.13, primitives-mkvs §4.12). To be told of every commit.
 */
export class StateCheckpoints {
  readonly #options: StateCheckpointsOptions;
  readonly #checkpointer: Checkpointer;
  readonly #stopped = new AbortController();
  readonly #observers: CheckpointObserver[] = [];
  #running: Promise<void> | null = null;
  #held: Height | null = null;

  constructor(options: StateCheckpointsOptions) {
    const {state, store, clock, checkInterval} = options;
    const log = options.log.module("state/checkpoints");
    this.#options = options;
    this.#checkpointer = new Checkpointer({
      db: state.db,
      store,
      rootsPerVersion: 1,
      parameters: () => {
        const {stateCheckpointInterval, stateCheckpointNumKept, stateCheckpointChunkSize} =
          state.consensusParameters;
        return {
          interval: stateCheckpointInterval,
          numKept: stateCheckpointNumKept,
          chunkSize: stateCheckpointChunkSize,
          initialVersion: state.initialHeight,
        };
      },
      hold: (version) => this.#hold(asHeight(version)),
      waitInterval: (signal) => clock.sleep(checkInterval ?? 0, signal).catch(ignore),
      onCheckpoint: (version) => {
        const height = asHeight(version);
        log.info("making a checkpoint of the state", {height});
        const kept = Number(state.consensusParameters.stateCheckpointNumKept);
        for (const observer of this.#observers) observer(height, kept);
      },
      onError: (err, height) => log.error("a checkpoint of the state failed", {err, height}),
    });
  }

  /** First version that must not be pruned now, because a checkpoint of it is being made. */
  get firstHeld(): Height | null {
    return this.#held;
  }

  /** From now on tells of every checkpoint that is begun. */
  observe(observer: CheckpointObserver): void {
    this.#observers.push(observer);
  }

  /** Begins to make checkpoints, if that is wanted at all. */
  start(): void {
    if (this.#options.checkInterval === null || this.#stopped.signal.aborted) return;
    this.#running ??= this.#checkpointer.run(this.#stopped.signal);
  }

  /** A version has become final. Never waits. */
  committed(height: Height): void {
    if (this.#running !== null) this.#checkpointer.notifyNewVersion(height);
  }

  /** Gives up what is in the making, of which nothing remains. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#running;
  }

  /** The snapshots there are, by height. Throws `CheckpointError` `corruptedMetadata`. */
  async snapshots(): Promise<Snapshot[]> {
    const found = (await this.#options.store.list({version: checkpointVersion, rootVersion: null})) ?? [];
    return found.map(snapshotOf).sort((a, b) => (a.height < b.height ? -1 : 1));
  }

  /** The compressed bytes of a chunk. Throws `checkpointErrors`, `CheckpointError` `corruptedMetadata`. */
  async chunk({height, format, index}: SnapshotChunk): Promise<Uint8Array> {
    const {store} = this.#options;
    const [metadata, ...more] = (await store.list({version: format, rootVersion: height})) ?? [];
    // A version of the consensus state has one root; which of several is meant could not be told.
    if (metadata === undefined || more.length > 0) throw checkpointErrors.checkpointNotFound();
    return store.getChunk(chunkMetadata(metadata, BigInt(index)));
  }

  async #hold(height: Height): Promise<() => void> {
    this.#held = height;
    // Lets a pruning that runs come to its end: what it removed is seen to be gone then.
    await this.#options.state.db.sync();
    return () => {
      this.#held = null;
    };
  }
}

function snapshotOf(metadata: Metadata): Snapshot {
  return {
    height: asHeight(metadata.root.version),
    format: metadata.version,
    chunks: metadata.chunks?.length ?? 0,
    hash: metadataHash(metadata),
    metadata: encode(Metadata, metadata),
  };
}

/** The end of the wait is all that counts. */
function ignore(): void {}
