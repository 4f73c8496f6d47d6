import {encode, list, struct} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";
import {attribute, type Context} from "../context/index.ts";
import {Entity} from "../entity/index.ts";
import {Node} from "../node/index.ts";
import {Runtime} from "./types/runtime.ts";

/** Name of the application: orders its hooks and stands in its events. */
export const registryAppName = "200_registry";

/** Keys of the registry's events (consensus-core §1.12). */
export const registryEventKeys = {
  runtimeRegistered: "runtime.registered",
  entityRegistered: "entity.registered",
  entityDeregistered: "entity.deregistered",
  nodeRegistered: "nodes.registered",
  nodeUnfrozen: "nodes.unfrozen",
  nodeListEpoch: "nodes.epoch",
  nodesExpired: "nodes.expired",
} as const;

/** Value of `entity.deregistered`. */
export const EntityDeregistration = struct("registry.EntityDeregistration", {entity: Entity});

/** Value of `nodes.expired`. */
export const ExpiredNodes = list(Node);

/** Value of `nodes.epoch`, which nobody reads. */
const epochMark = Uint8Array.of("1".charCodeAt(0));

/** Emits the registry's events; values are CBOR unless said. */
export const emitRegistry = {
  entityRegistered: (context: Context, entity: Entity): void =>
    emit(context, registryEventKeys.entityRegistered, encode(Entity, entity)),
  entityDeregistered: (context: Context, entity: Entity): void =>
    emit(context, registryEventKeys.entityDeregistered, encode(EntityDeregistration, {entity})),
  nodeRegistered: (context: Context, node: Node): void =>
    emit(context, registryEventKeys.nodeRegistered, encode(Node, node)),
  nodeUnfrozen: (context: Context, id: PublicKey): void =>
    emit(context, registryEventKeys.nodeUnfrozen, encode(PublicKey, id)),
  runtimeRegistered: (context: Context, runtime: Runtime): void =>
    emit(context, registryEventKeys.runtimeRegistered, encode(Runtime, runtime)),
  /** One event; what has expired stands in it only if there is something. */
  epoch: (context: Context, expired: Node[]): void => {
    const mark = attribute(registryEventKeys.nodeListEpoch, epochMark);
    const nodes = attribute(registryEventKeys.nodesExpired, encode(ExpiredNodes, expired));
    context.emit(registryAppName, ...(expired.length === 0 ? [mark] : [mark, nodes]));
  },
} as const;

function emit(context: Context, key: string, value: Uint8Array): void {
  context.emit(registryAppName, attribute(key, value));
}
