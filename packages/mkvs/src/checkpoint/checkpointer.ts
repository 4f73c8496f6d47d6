import type {NodeDb} from "../db/index.ts";
import type {Root} from "../node/index.ts";
import {CheckpointError} from "./errors.ts";
import type {FileCheckpointStore} from "./fileStore.ts";
import {checkpointVersion} from "./metadata.ts";
import {type CreationParameters, planCheckpoints} from "./schedule.ts";

export interface CheckpointerOptions {
  readonly db: NodeDb;
  readonly store: FileCheckpointStore;
  /** How many roots a version has; versions with another number are not checkpointed. */
  readonly rootsPerVersion: number;
  /** Asked anew each time; `null` when there are none. */
  readonly parameters: () => CreationParameters | null | Promise<CreationParameters | null>;
  /** Instead of all roots of the version. */
  readonly rootsOf?: (version: bigint) => Root[] | Promise<Root[]>;
  /** Ends after the check interval, or as soon as the signal aborts. */
  readonly waitInterval: (signal: AbortSignal) => Promise<void>;
  /** Keeps a version from being pruned, where it is still there, until the returned function is called. */
  readonly hold?: (version: bigint) => Promise<() => void>;
  /** Told before the checkpoints of a version are made. */
  readonly onCheckpoint?: (version: bigint) => void;
  /** Told what failed; the checkpointer goes on. */
  readonly onError: (error: unknown, version: bigint) => void;
}

interface Request {
  readonly version: bigint;
  readonly force: boolean;
}

/**
 * Makes and removes checkpoints as versions become final, at most once per check interval. Only the latest notification
 * counts: those in between need no checkpoint of their own, for the schedule catches up (primitives-mkvs §4.12).
 */
export class Checkpointer {
  readonly #options: CheckpointerOptions;
  #paused = false;
  #latest: Request | null = null;
  #notified = Promise.withResolvers<void>();
  #flushed = Promise.withResolvers<void>();

  constructor(options: CheckpointerOptions) {
    this.#options = options;
  }

  notifyNewVersion(version: bigint): void {
    this.#notify({version, force: false});
  }

  /** Makes a checkpoint outside the schedule, also while paused. */
  forceCheckpoint(version: bigint): void {
    this.#notify({version, force: true});
  }

  /** Does not wait for the check interval to pass. */
  flush(): void {
    this.#flushed.resolve();
  }

  /** While paused, notifications are dropped, not kept. */
  pause(paused: boolean): void {
    this.#paused = paused;
  }

  /** Works until the signal aborts. */
  async run(signal: AbortSignal): Promise<void> {
    const aborted = new Promise<void>((resolve) => {
      signal.addEventListener("abort", () => resolve(), {once: true});
    });
    while (!signal.aborted) {
      await Promise.race([this.#options.waitInterval(signal), this.#flushed.promise, aborted]);
      this.#flushed = Promise.withResolvers();
      await Promise.race([this.#notified.promise, aborted]);
      const request = this.#take();
      if (signal.aborted || request === null || (this.#paused && !request.force)) continue;
      await this.#process(request, signal);
    }
  }

  #notify(request: Request): void {
    this.#latest = request;
    this.#notified.resolve();
  }

  #take(): Request | null {
    const request = this.#latest;
    this.#latest = null;
    this.#notified = Promise.withResolvers();
    return request;
  }

  async #process({version, force}: Request, signal: AbortSignal): Promise<void> {
    try {
      const parameters = await this.#options.parameters();
      if (parameters === null || (parameters.interval === 0n && !force)) return;
      if (force) await this.#create(version, parameters.chunkSize, signal);
      else await this.#followSchedule(version, parameters, signal);
    } catch (error) {
      if (!signal.aborted) this.#options.onError(error, version);
    }
  }

  async #followSchedule(version: bigint, parameters: CreationParameters, signal: AbortSignal): Promise<void> {
    const {db, store, rootsPerVersion, onError} = this.#options;
    const existing = (await store.list({version: checkpointVersion, rootVersion: null})) ?? [];
    const plan = planCheckpoints({
      version,
      checkpoints: existing.map(({root}) => root.version),
      rootsPerVersion,
      earliestVersion: db.getEarliestVersion() ?? 0n,
      parameters,
    });
    for (const due of plan.create) {
      try {
        await this.#create(due, parameters.chunkSize, signal);
      } catch (error) {
        if (signal.aborted) return;
        onError(error, due);
        break;
      }
    }
    const obsolete = existing.filter(({root}) => plan.remove.includes(root.version));
    for (const {root} of obsolete) {
      await store.delete(checkpointVersion, root).catch((error: unknown) => onError(error, root.version));
    }
  }

  async #create(version: bigint, chunkSize: bigint, signal: AbortSignal): Promise<void> {
    const {hold, onCheckpoint} = this.#options;
    onCheckpoint?.(version);
    const release = await hold?.(version);
    try {
      await this.#createHeld(version, chunkSize, signal);
    } finally {
      release?.();
    }
  }

  /** Checkpoints of all roots of the version, or none. */
  async #createHeld(version: bigint, chunkSize: bigint, signal: AbortSignal): Promise<void> {
    const {db, store, rootsPerVersion, rootsOf} = this.#options;
    const roots = rootsOf === undefined ? db.getRootsForVersion(version) : await rootsOf(version);
    if (roots.length !== rootsPerVersion) {
      throw new CheckpointError("unexpectedRoots", "checkpointer: unexpected number of roots for version", {
        details: {version, expected: rootsPerVersion, got: roots.length},
      });
    }
    try {
      for (const root of roots) await store.create(root, chunkSize, signal);
    } catch (error) {
      await Promise.allSettled(roots.map((root) => store.delete(checkpointVersion, root)));
      throw error;
    }
  }
}
