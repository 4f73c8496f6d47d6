import type {BytesMap} from "@oasis-node/primitives/bytes";
import {asRound, type Height, type Round} from "@oasis-node/primitives/epoch";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Api} from "@oasis-node/rpc/service";
import {type beaconService, type consensusService, runtimeClientErrors} from "@oasis-node/rpc/services";
import type {HistoryBlock, RuntimeHistory} from "@oasis-node/runtime/history";
import {headerTypes} from "@oasis-node/state-transition/roothash";
import {accepted, CommitteeMessage, type Gossip, type MessageHandler} from "../p2p/index.ts";
import {follow, type Surroundings, Tasks} from "../tasks/index.ts";
import {RuntimeClientError} from "./errors.ts";
import type {IoReader} from "./ioRound.ts";
import {
  type Inclusion,
  type IoRound,
  type SubmissionEffect,
  type SubmissionEvent,
  type SubmissionLimits,
  Submissions,
} from "./submissions.ts";

/** Transactions sent at once; others come in between. */
const publishedAtOnce = 128;
/** Longest that the node's own view of committees is waited for, in milliseconds. */
const followTimeoutMs = 10_000;

export interface SubmitterOptions {
  readonly runtimeId: Namespace;
  readonly gossip: Gossip;
  readonly history: Pick<RuntimeHistory, "watch">;
  readonly reader: IoReader;
  /** The node's own view of the committees; null for a node that has none. */
  readonly follower: GroupView | null;
  readonly chain: {
    readonly consensus: Pick<Api<typeof consensusService>, "watchBlocks">;
    readonly beacon: Pick<Api<typeof beaconService>, "getEpoch" | "getEpochBlock">;
  };
  readonly limits: SubmissionLimits;
  readonly surroundings: Surroundings;
}

/** The committees as the node sees them: what it is sent is judged by that. */
export interface GroupView {
  readonly group: {readonly version: Height} | null;
  observe(observer: {onTransition(transition: Pick<GroupView, "group">): Promise<void>}): () => void;
}

interface Waiter {
  readonly resolve: (inclusion: Inclusion) => void;
  readonly reject: (error: unknown) => void;
}

/** Only publishes, and relays what others publish. */
const publisher: MessageHandler = {authenticate: () => accepted, handle: async () => accepted};

/** Brings transactions of one runtime to its committee and tells what came of them (runtime-workers §4.6). */
export class Submitter {
  readonly #options: SubmitterOptions;
  readonly #submissions: Submissions;
  readonly #waiters = new Map<number, Waiter>();
  readonly #outbox: Extract<SubmissionEffect, {kind: "publish"}>[] = [];
  #lastWaiter = 0;
  #tasks: Tasks | null = null;
  #isSending = false;
  #hasStopped = false;
  /** Round of the next block of the runtime; null before the first. */
  #nextRound: Round | null = null;

  constructor(options: SubmitterOptions) {
    this.#options = options;
    this.#submissions = new Submissions(options.limits);
  }

  /** Transactions that wait. */
  get pending(): number {
    return this.#submissions.pending;
  }

  /** Works until the signal is aborted; once only. What waits then is given up with `shuttingDown`. */
  async run(signal: AbortSignal): Promise<void> {
    const {gossip, runtimeId} = this.#options;
    const tasks = new Tasks(signal);
    this.#tasks = tasks;
    const leave = gossip.subscribe(runtimeId, publisher);
    try {
      this.#followChain(tasks);
      await tasks.ended();
    } finally {
      leave();
      this.#hasStopped = true;
      for (const {reject} of this.#waiters.values()) reject(shuttingDown());
      this.#waiters.clear();
    }
  }

  /** Sends a transaction without waiting for it. Throws `RuntimeClientError` `tooManyPending`, `shuttingDown`. */
  send(data: Uint8Array): void {
    this.#submit(hashOf(data), data, null);
  }

  /**
   * Sends a transaction and resolves when a round has it. Rejects with `runtimeClientErrors.transactionExpired`, as `send` does,
   * or with the signal's reason; then the transaction may still be executed.
   */
  async sendAndWait(data: Uint8Array, signal?: AbortSignal): Promise<Inclusion> {
    signal?.throwIfAborted();
    const id = ++this.#lastWaiter;
    const {promise, resolve, reject} = Promise.withResolvers<Inclusion>();
    const hash = hashOf(data);
    const leave = (): void => {
      this.#dispatch({kind: "left", hash, waiter: id});
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", leave, {once: true});
    this.#waiters.set(id, {resolve, reject});
    try {
      this.#submit(hash, data, id);
      return await promise;
    } finally {
      signal?.removeEventListener("abort", leave);
      this.#waiters.delete(id);
    }
  }

  #submit(hash: Hash, data: Uint8Array, waiter: number | null): void {
    if (this.#hasStopped) throw shuttingDown();
    if (!this.#submissions.hasRoomFor(hash, data)) {
      const {maxPending} = this.#options.limits;
      const text = `client: too many transactions are pending (at most ${maxPending}), try again later`;
      throw new RuntimeClientError("tooManyPending", text, {details: {pending: this.pending}});
    }
    this.#dispatch({kind: "submitted", hash, data, waiter});
  }

  #followChain(tasks: Tasks): void {
    const {chain, history, surroundings} = this.#options;
    const {signal} = tasks;
    tasks.start(() =>
      follow(
        {
          name: "consensus blocks",
          open: (options) => chain.consensus.watchBlocks(undefined, options),
          onItem: async ({height}) => this.#dispatch({kind: "consensusBlock", height}),
          signal,
        },
        surroundings,
      ),
    );
    tasks.start(() =>
      follow(
        {
          name: "runtime blocks",
          // From the history, so that whoever learns of a round can ask for its block.
          open: () => history.watch(this.#nextRound === null ? {signal} : {signal, from: this.#nextRound}),
          onItem: async (block) => this.#onBlock(block),
          signal,
        },
        surroundings,
      ),
    );
  }

  #onBlock({consensusHeight, block: {header}}: HistoryBlock): void {
    const {round, ioRoot, headerType} = header;
    this.#nextRound = asRound(round + 1n);
    const beginsEpoch = headerType === headerTypes.epochTransition;
    this.#dispatch({kind: "runtimeBlock", height: consensusHeight, beginsEpoch, io: {round, ioRoot}});
  }

  #dispatch(event: SubmissionEvent): void {
    for (const effect of this.#submissions.step(event)) this.#perform(effect);
    if (this.#outbox.length > 0 && !this.#isSending) this.#tasks?.start(() => this.#publishAll());
  }

  #perform(effect: SubmissionEffect): void {
    const {logger} = this.#options.surroundings;
    switch (effect.kind) {
      case "publish":
        this.#outbox.push(effect);
        return;
      case "askVersion":
        this.#tasks?.start(() => this.#askVersion(effect.height));
        return;
      case "lookUp":
        this.#tasks?.start(() => this.#lookUp(effect.io, effect.hashes));
        return;
      case "recheckLater":
        this.#tasks?.start(() => this.#recheckLater(effect.milliseconds));
        return;
      case "settle":
        this.#settle(effect.waiters, effect.inclusion);
        return;
      case "forget":
        logger.error("too many rounds could not be read, giving up on one", {round: effect.round});
    }
  }

  #settle(ids: readonly number[], inclusion: Inclusion | null): void {
    if (inclusion === null) this.#options.surroundings.logger.debug("expired transaction");
    for (const id of ids) {
      const waiter = this.#waiters.get(id);
      if (inclusion === null) waiter?.reject(runtimeClientErrors.transactionExpired());
      else waiter?.resolve(inclusion);
    }
  }

  /** In portions, because whoever handles messages takes only so many at once. */
  async #publishAll(): Promise<void> {
    const {gossip, runtimeId, surroundings} = this.#options;
    this.#isSending = true;
    try {
      while (this.#outbox.length > 0) {
        for (const {data, groupVersion} of this.#outbox.splice(0, publishedAtOnce))
          gossip.publish(runtimeId, CommitteeMessage.make({groupVersion, tx: {data}}));
        if (this.#outbox.length > 0) await surroundings.clock.sleep(1, this.#tasks?.signal);
      }
    } finally {
      this.#isSending = false;
    }
  }

  async #askVersion(height: Height): Promise<void> {
    const {chain, surroundings} = this.#options;
    let version: Height | null = null;
    try {
      const epoch = await chain.beacon.getEpoch(height, this.#signal());
      version = await chain.beacon.getEpochBlock(epoch, this.#signal());
      await this.#untilFollowed(version);
    } catch (error) {
      surroundings.logger.error("failed querying for latest group version", {err: error, height});
    }
    this.#dispatch({kind: "version", height, version});
  }

  /** Messages of a version that the node itself does not know yet are put off, and given up when there are many. */
  async #untilFollowed(version: Height): Promise<void> {
    const {follower, surroundings} = this.#options;
    if (follower === null || isAt(follower.group, version)) return;
    const done = new AbortController();
    const {promise, resolve} = Promise.withResolvers<void>();
    const leave = follower.observe({
      onTransition: async ({group}) => {
        if (isAt(group, version)) resolve();
      },
    });
    const signal = AbortSignal.any([done.signal, ...(this.#tasks === null ? [] : [this.#tasks.signal])]);
    surroundings.clock.sleep(followTimeoutMs, signal).then(resolve, resolve);
    await promise;
    leave();
    done.abort();
  }

  async #lookUp(io: IoRound, hashes: readonly Hash[]): Promise<void> {
    const {reader, surroundings} = this.#options;
    let found: BytesMap<Hash, Inclusion> | null = null;
    try {
      found = await reader.lookUp(io, hashes, this.#tasks?.signal);
    } catch (error) {
      surroundings.logger.error("error checking block", {err: error, round: io.round});
    }
    this.#dispatch({kind: "lookedUp", found});
  }

  async #recheckLater(milliseconds: number): Promise<void> {
    await this.#options.surroundings.clock.sleep(milliseconds, this.#tasks?.signal);
    this.#dispatch({kind: "recheck"});
  }

  #signal(): {signal?: AbortSignal} {
    return this.#tasks === null ? {} : {signal: this.#tasks.signal};
  }
}

function isAt(group: GroupView["group"], version: Height): boolean {
  return group !== null && group.version >= version;
}

function shuttingDown(): RuntimeClientError {
  return new RuntimeClientError("shuttingDown", "client: shutting down");
}
