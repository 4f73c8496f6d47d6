import {bool, field, nullable, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {PublicKey} from "@oasis-node/primitives/signature";
import {Entity} from "../../entity/index.ts";
import {Node} from "../../node/index.ts";
import {Runtime} from "./runtime.ts";

/** An entity came or went. */
export const EntityEvent = struct("registry.EntityEvent", {entity: nullable(Entity), isRegistration: bool});
export type EntityEvent = ValueOf<typeof EntityEvent>;

/** A node came or went. */
export const NodeEvent = struct("registry.NodeEvent", {node: nullable(Node), isRegistration: bool});
export type NodeEvent = ValueOf<typeof NodeEvent>;

/** A runtime was registered or updated. */
export const RuntimeEvent = struct("registry.RuntimeEvent", {runtime: nullable(Runtime)});
export type RuntimeEvent = ValueOf<typeof RuntimeEvent>;

/** A node was unfrozen. */
export const NodeUnfrozenEvent = struct("registry.NodeUnfrozenEvent", {nodeId: PublicKey});
export type NodeUnfrozenEvent = ValueOf<typeof NodeUnfrozenEvent>;

/** A registry event in answers to queries: where it happened, and the one event that is set. */
export const RegistryEvent = struct("registry.Event", {
  height: omitEmpty(Height),
  txHash: omitEmpty(Hash),
  runtimeEvent: field("runtime", omitEmpty(nullable(RuntimeEvent))),
  entityEvent: field("entity", omitEmpty(nullable(EntityEvent))),
  nodeEvent: field("node", omitEmpty(nullable(NodeEvent))),
  nodeUnfrozenEvent: field("node_unfrozen", omitEmpty(nullable(NodeUnfrozenEvent))),
});
export type RegistryEvent = ValueOf<typeof RegistryEvent>;
