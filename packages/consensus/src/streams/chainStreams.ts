import {equal} from "@oasis-node/primitives/bytes";
import {asEpoch, type Epoch, type Height, type Round} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {GovernanceEvent} from "@oasis-node/state-transition/governance";
import type {StateView} from "@oasis-node/state-transition/query";
import type {EntityEvent, NodeEvent, Runtime} from "@oasis-node/state-transition/registry";
import type {RoothashEvent} from "@oasis-node/state-transition/roothash";
import type {Committee} from "@oasis-node/state-transition/scheduler";
import type {StakingEvent} from "@oasis-node/state-transition/staking";
import type {ChainBlock, ChainQueries} from "../queries/index.ts";
import {BlockFanOut} from "./blockFanOut.ts";
import {blockTopics, type NodeList, nodeList, type RuntimeBlock} from "./blockTopics.ts";

export interface StreamOptions {
  /** Ends the stream without an error. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * What happens on the chain, as it happens. A stream begins when its iteration does; whoever falls more than 128 blocks
 * behind gets `EngineError` `slowReader`; it ends without an error when the engine does. Streams of what there is, like
 * runtimes, begin with all of it; those of events with the next block.
 */
export class ChainStreams {
  readonly #queries: ChainQueries;
  readonly #fanOut: BlockFanOut;
  readonly #topics: ReturnType<typeof blockTopics>;

  constructor(queries: ChainQueries) {
    this.#queries = queries;
    this.#fanOut = new BlockFanOut(queries.engine, () => queries.states.lastHeight);
    this.#topics = blockTopics(this.#fanOut, queries.states);
  }

  blocks({signal}: StreamOptions = {}): AsyncIterable<ChainBlock> {
    return this.#fanOut.read(this.#topics.blocks, {signal});
  }

  /** The epoch there is, 0 before the first block, then each that begins. */
  epochs({signal}: StreamOptions = {}): AsyncIterable<Epoch> {
    const first = this.#first(
      ({beacon}) => [beacon.epoch()],
      () => [asEpoch(0n)],
    );
    return this.#fanOut.read(this.#topics.epochs, {signal, first, select: newEpochs});
  }

  stakingEvents({signal}: StreamOptions = {}): AsyncIterable<StakingEvent> {
    return this.#fanOut.read(this.#topics.stakingEvents, {signal});
  }

  governanceEvents({signal}: StreamOptions = {}): AsyncIterable<GovernanceEvent> {
    return this.#fanOut.read(this.#topics.governanceEvents, {signal});
  }

  /** Entities that come and go from now on. */
  entities({signal}: StreamOptions = {}): AsyncIterable<EntityEvent> {
    return this.#fanOut.read(this.#topics.entities, {signal});
  }

  /** Nodes that come and go from now on. */
  nodes({signal}: StreamOptions = {}): AsyncIterable<NodeEvent> {
    return this.#fanOut.read(this.#topics.nodes, {signal});
  }

  /** The nodes there are, then those of each epoch when it begins. */
  nodeLists({signal}: StreamOptions = {}): AsyncIterable<NodeList> {
    return this.#fanOut.read(this.#topics.nodeLists, {
      signal,
      first: this.#first((view) => [nodeList(view)]),
    });
  }

  /** The runtimes there are, suspended ones too, then each that is registered or updated. */
  runtimes({signal}: StreamOptions = {}): AsyncIterable<Runtime> {
    const first = this.#first(({registry}) => registry.allRuntimes());
    return this.#fanOut.read(this.#topics.runtimes, {signal, first});
  }

  /** The committees there are, then all of the kinds that are elected anew. */
  committees({signal}: StreamOptions = {}): AsyncIterable<Committee> {
    const first = this.#first(({scheduler}) => scheduler.committees());
    return this.#fanOut.read(this.#topics.committees, {signal, first});
  }

  /** A runtime's latest block when it has one, with the height that finished it, then each by rising rounds. */
  runtimeBlocks(id: Namespace, {signal}: StreamOptions = {}): AsyncIterable<RuntimeBlock> {
    const first = this.#first(({roothash}) => {
      const state = roothash.runtime(id);
      if (state === null) return [];
      return [{consensusHeight: state.currentBlockHeight, block: state.currentBlock}];
    });
    const select = () => risingRounds(id);
    return this.#fanOut.read(this.#topics.runtimeBlocks, {signal, first, select});
  }

  /** Events of a runtime other than that a round is final: for these there are its blocks (kept oddity). */
  runtimeEvents(id: Namespace, {signal}: StreamOptions = {}): AsyncIterable<RoothashEvent> {
    const select =
      () =>
      ({runtimeId, finalized}: RoothashEvent): boolean =>
        finalized === null && equal(runtimeId, id);
    return this.#fanOut.read(this.#topics.roothashEvents, {signal, select});
  }

  /** What a stream begins with: from the state it begins at, or what there is before the first block. */
  #first<T>(ask: (view: StateView) => T[], beforeFirstBlock: () => T[] = () => []): (after: Height) => T[] {
    return (after) => (after === 0n ? beforeFirstBlock() : this.#queries.states.at(after, ask));
  }
}

/** An epoch can be told by the state already when its event comes. */
function newEpochs(): (epoch: Epoch) => boolean {
  let last: Epoch | null = null;
  return (epoch) => {
    const isNew = epoch !== last;
    last = epoch;
    return isNew;
  };
}

function risingRounds(id: Namespace): (block: RuntimeBlock) => boolean {
  let last: Round | null = null;
  return ({block: {header}}) => {
    if (!equal(header.namespace, id) || (last !== null && header.round <= last)) return false;
    last = header.round;
    return true;
  };
}
