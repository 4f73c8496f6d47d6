import {BytesMap} from "@oasis-node/primitives/bytes";
import {bytes} from "@oasis-node/primitives/cbor";
import {Epoch, type Height} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {beaconAppName, beaconEvents} from "@oasis-node/state-transition/beacon";
import {governanceEvents} from "@oasis-node/state-transition/governance";
import type {Node} from "@oasis-node/state-transition/node";
import type {StateQueries, StateView} from "@oasis-node/state-transition/query";
import {
  type RegistryEvent,
  registryAppName,
  registryEventKeys,
  registryEvents,
  registryQueries,
} from "@oasis-node/state-transition/registry";
import {type Block, roothashEvents, roothashQueries} from "@oasis-node/state-transition/roothash";
import {
  type Committee,
  type CommitteeKind,
  committeeKinds,
  schedulerAppName,
  schedulerEvents,
  schedulerQueries,
} from "@oasis-node/state-transition/scheduler";
import {stakingEvents} from "@oasis-node/state-transition/staking";
import type {CommittedBlock} from "../engine/index.ts";
import {chainBlock} from "../queries/index.ts";
import type {BlockFanOut} from "./blockFanOut.ts";
import {attributesOf, attributeValues, eventsOf} from "./eventItems.ts";

/** All nodes that are not expired, ascending by ID. */
export interface NodeList {
  nodes: Node[] | null;
}

/** A block of a runtime and the height that finished it. */
export interface RuntimeBlock {
  consensusHeight: Height;
  block: Block;
}

/** What clients can follow, by the blocks that it comes from. */
export function blockTopics(fanOut: BlockFanOut, states: StateQueries) {
  return {
    blocks: fanOut.topic(({block}) => [chainBlock(block)]),
    epochs: fanOut.topic((block) => attributesOf(block, beaconAppName, beaconEvents.epoch, Epoch)),
    stakingEvents: fanOut.topic((block) => eventsOf(block, stakingEvents)),
    entities: fanOut.topic((block) => registryItems(block, ({entityEvent}) => entityEvent)),
    nodes: fanOut.topic((block) => registryItems(block, ({nodeEvent}) => nodeEvent)),
    runtimes: fanOut.topic((block) =>
      registryItems(block, ({runtimeEvent}) => runtimeEvent?.runtime ?? null),
    ),
    governanceEvents: fanOut.topic((block) => eventsOf(block, governanceEvents)),
    roothashEvents: fanOut.topic((block) => eventsOf(block, roothashEvents)),
    runtimeBlocks: fanOut.topic((block) => finalizedBlocks(block, states)),
    /** A list for each mark of an epoch's beginning. */
    nodeLists: fanOut.topic((block) =>
      attributeValues(block, registryAppName, registryEventKeys.nodeListEpoch).map(() =>
        states.at(block.height, nodeList),
      ),
    ),
    committees: fanOut.topic((block) => electedCommittees(block, states)),
  } as const;
}

export function nodeList({registry, beacon}: StateView): NodeList {
  return {nodes: registryQueries.nodes(registry, beacon.epoch())};
}

/** The last block of each runtime that finished a round in a block. */
function finalizedBlocks(block: CommittedBlock, states: StateQueries): RuntimeBlock[] {
  const finished = new BytesMap<Namespace, true>();
  for (const {runtimeId, finalized} of eventsOf(block, roothashEvents)) {
    if (finalized !== null) finished.set(runtimeId, true);
  }
  if (finished.size === 0) return [];
  const {height: consensusHeight} = block;
  return states.at(consensusHeight, ({roothash}) =>
    [...finished.keys()].map((id) => ({consensusHeight, block: roothashQueries.latestBlock(roothash, id)})),
  );
}

function registryItems<T>(block: CommittedBlock, pick: (event: RegistryEvent) => T | null): T[] {
  return eventsOf(block, registryEvents).flatMap((event) => pick(event) ?? []);
}

/** Kinds stand in the event as a byte string. */
function electedCommittees(block: CommittedBlock, states: StateQueries): Committee[] {
  const elected = attributesOf(block, schedulerAppName, schedulerEvents.elected, bytes);
  return elected.flatMap((kinds) =>
    states.at(block.height, ({scheduler}) => {
      const known = [...(kinds ?? [])].flatMap((kind) => committeeKind(kind) ?? []);
      return schedulerQueries.committeesOfKinds(scheduler, known) ?? [];
    }),
  );
}

function committeeKind(number: number): CommitteeKind | null {
  return Object.values(committeeKinds).find((kind) => kind === number) ?? null;
}
