import {decode} from "@oasis-node/primitives/cbor";
import type {Height} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {PublicKey} from "@oasis-node/primitives/signature";
import {type Event, type EventAttribute, eventType} from "../context/index.ts";
import {Entity} from "../entity/index.ts";
import {Node} from "../node/index.ts";
import {EntityDeregistration, ExpiredNodes, registryEventKeys as keys, registryAppName} from "./events.ts";
import {RegistryEvent} from "./types/events.ts";
import {Runtime} from "./types/runtime.ts";

/** Where events come from: the hash of the transaction, or the empty hash for the boundaries of a block. */
export interface RegistryEventOrigin {
  readonly height: Height;
  readonly txHash: Hash;
}

/** The registry's events among all of a transaction or a boundary of a block, as clients get them (consensus-core §1.12). */
export function registryEvents(events: readonly Event[], origin: RegistryEventOrigin): RegistryEvent[] {
  return events
    .filter(({type}) => type === eventType(registryAppName))
    .flatMap(({attributes}) => attributes)
    .flatMap((attribute) => whatHappened(attribute))
    .map((what) => RegistryEvent.make({...origin, ...what}));
}

/** Nothing for the beginning of an epoch; one event for each node that expired. */
function whatHappened({key, value}: EventAttribute): Partial<RegistryEvent>[] {
  switch (Buffer.from(key).toString()) {
    case keys.nodesExpired:
      return (decode(ExpiredNodes, value) ?? []).map((node) => ({nodeEvent: {node, isRegistration: false}}));
    case keys.runtimeRegistered:
      return [{runtimeEvent: {runtime: decode(Runtime, value)}}];
    case keys.entityRegistered:
      return [{entityEvent: {entity: decode(Entity, value), isRegistration: true}}];
    case keys.entityDeregistered:
      return [{entityEvent: {entity: decode(EntityDeregistration, value).entity, isRegistration: false}}];
    case keys.nodeRegistered:
      return [{nodeEvent: {node: decode(Node, value), isRegistration: true}}];
    case keys.nodeUnfrozen:
      return [{nodeUnfrozenEvent: {nodeId: decode(PublicKey, value)}}];
    default:
      return [];
  }
}
