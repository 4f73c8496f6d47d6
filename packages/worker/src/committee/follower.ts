import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Height} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Api} from "@oasis-node/rpc/service";
import type {
  beaconService,
  consensusLightService,
  consensusService,
  registryService,
  roothashService,
  schedulerService,
} from "@oasis-node/rpc/services";
import type {Node} from "@oasis-node/state-transition/node";
import type {Block, RoothashEvent} from "@oasis-node/state-transition/roothash";
import {follow, type Surroundings, Tasks} from "../tasks/index.ts";
import {type Group, groupOf, memberKeys} from "./group.ts";
import {type Transition, transitionKind} from "./transition.ts";

/** What the follower asks of a node. */
export interface CommitteeChain {
  readonly roothash: Pick<Api<typeof roothashService>, "watchBlocks" | "watchEvents">;
  readonly scheduler: Pick<Api<typeof schedulerService>, "getCommittees">;
  readonly registry: Pick<Api<typeof registryService>, "getNode" | "getRuntime" | "watchNodes">;
  readonly beacon: Pick<Api<typeof beaconService>, "getEpoch" | "getEpochBlock">;
  readonly consensus: Pick<Api<typeof consensusService>, "watchBlocks">;
  readonly consensusLight: Pick<Api<typeof consensusLightService>, "getLightBlock">;
}

/** Told of what happens, in order and one at a time. */
export interface CommitteeObserver {
  onTransition?(transition: Transition): Promise<void>;
  onEvent?(event: RoothashEvent): Promise<void>;
  /** A consensus block has been made. */
  onHeight?(height: Height): Promise<void>;
  /** A member of the committees has another descriptor, or none any more. */
  onMember?(group: Group): Promise<void>;
}

/** Counts that operators watch; all of one runtime. */
export interface CommitteeMetrics {
  readonly blocks: {inc(): void};
  readonly events: {inc(): void};
  readonly failedRounds: {inc(): void};
  readonly epochTransitions: {inc(): void};
  readonly epoch: {set(value: number): void};
}

export interface CommitteeFollowerOptions extends Surroundings {
  readonly chain: CommitteeChain;
  readonly runtimeId: Namespace;
  /** Key of the node itself. */
  readonly ownKey: PublicKey;
  readonly metrics?: CommitteeMetrics;
}

const done = Promise.resolve();

/** Follows a runtime's blocks and the committees that they bring, for all workers of the runtime (runtime-workers §4.2). */
export class CommitteeFollower {
  readonly #options: CommitteeFollowerOptions;
  readonly #surroundings: Surroundings;
  readonly #observers = new Set<CommitteeObserver>();
  #last: Transition | null = null;
  /** What is told to observers, one after the other. */
  #queue: Promise<void> = Promise.resolve();

  constructor(options: CommitteeFollowerOptions) {
    const {clock, random, logger} = options;
    this.#options = options;
    this.#surroundings = {clock, random, logger: logger.module("worker/common/committee")};
  }

  /** The last block and its group; null before the first. */
  get last(): Transition | null {
    return this.#last;
  }

  get group(): Group | null {
    return this.#last?.group ?? null;
  }

  observe(observer: CommitteeObserver): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Follows until the signal is aborted. */
  async run(signal: AbortSignal): Promise<void> {
    const {chain, runtimeId} = this.#options;
    const tasks = new Tasks(signal);
    const watch = <T>(
      name: string,
      open: (options: {signal?: AbortSignal}) => AsyncIterable<T>,
      onItem: (item: T) => Promise<void>,
    ) =>
      tasks.start(() =>
        follow(
          {name, open, onItem: (item) => this.#inTurn(() => onItem(item)), signal: tasks.signal},
          this.#surroundings,
        ),
      );
    watch(
      "roothash blocks",
      (options) => chain.roothash.watchBlocks(runtimeId, options),
      ({block, consensusHeight}) =>
        block === null ? done : this.#onBlock(block, consensusHeight, tasks.signal),
    );
    watch(
      "roothash events",
      (options) => chain.roothash.watchEvents(runtimeId, options),
      (event) => {
        this.#options.metrics?.events.inc();
        return this.#tell((observer) => observer.onEvent?.(event));
      },
    );
    watch(
      "consensus blocks",
      (options) => chain.consensus.watchBlocks(undefined, options),
      ({height}) => this.#tell((observer) => observer.onHeight?.(height)),
    );
    watch(
      "nodes",
      (options) => chain.registry.watchNodes(undefined, options),
      ({node, isRegistration}) => (node === null ? done : this.#onNode(node, isRegistration)),
    );
    await tasks.ended();
    await this.#queue;
  }

  /** One at a time, whichever stream it came from. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work);
    this.#queue = done.catch(() => {});
    return done;
  }

  async #tell(what: (observer: CommitteeObserver) => Promise<void> | undefined): Promise<void> {
    for (const observer of this.#observers) await what(observer);
  }

  async #onBlock(block: Block, height: Height, signal: AbortSignal): Promise<void> {
    const {chain, metrics} = this.#options;
    const {logger} = this.#surroundings;
    const {round} = block.header;
    const last = this.#last;
    // The stream begins with the latest block whenever it is opened again.
    if (last !== null && round <= last.block.header.round) return;
    const kind = transitionKind(block, last === null);
    metrics?.blocks.inc();
    if (kind === null) {
      logger.error("invalid block type", {round});
      return;
    }
    const consensusBlock = await chain.consensusLight.getLightBlock(height, {signal});
    const group = await this.#groupAfter(kind, height, signal);
    if (kind === "roundFailed") metrics?.failedRounds.inc();
    const transition: Transition = {kind, block, height, consensusBlock, group};
    this.#last = transition;
    await this.#tell((observer) => observer.onTransition?.(transition));
  }

  async #groupAfter(kind: Transition["kind"], height: Height, signal: AbortSignal): Promise<Group | null> {
    if (kind === "suspended") return null;
    if (kind !== "epoch") return this.group;
    const {metrics} = this.#options;
    metrics?.epochTransitions.inc();
    try {
      const group = await this.#readGroup(height, signal);
      if (group !== null) metrics?.epoch.set(Number(group.epoch));
      return group;
    } catch (error) {
      // Without a group until the next epoch, as the reference.
      this.#surroundings.logger.error("unable to handle epoch transition", {err: error});
      return null;
    }
  }

  async #readGroup(height: Height, signal: AbortSignal): Promise<Group | null> {
    const {chain, runtimeId, ownKey} = this.#options;
    const committees = (await chain.scheduler.getCommittees({height, runtimeId}, {signal})) ?? [];
    const keys = memberKeys(committees);
    const members = await Promise.all(keys.map((id) => chain.registry.getNode({height, id}, {signal})));
    const epoch = await chain.beacon.getEpoch(height, {signal});
    const version = await chain.beacon.getEpochBlock(epoch, {signal});
    const runtime = await chain.registry.getRuntime({height, id: runtimeId}, {signal});
    return groupOf({epoch, version, runtime, ownKey, committees, members});
  }

  async #onNode(node: Node, isRegistration: boolean): Promise<void> {
    const last = this.#last;
    const group = last?.group;
    if (last === null || group === null || group === undefined || !group.members.has(node.id)) return;
    const members = new BytesMap(group.members);
    if (isRegistration) members.set(node.id, node);
    else members.delete(node.id);
    const changed = {...group, members};
    this.#last = {...last, group: changed};
    await this.#tell((observer) => observer.onMember?.(changed));
  }
}
