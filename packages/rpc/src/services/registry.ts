import {bool, bytes, list, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey} from "@oasis-node/primitives/signature";
import {Entity} from "@oasis-node/state-transition/entity";
import {Node} from "@oasis-node/state-transition/node";
import {
  EntityEvent,
  NodeEvent,
  NodeStatus,
  RegistryEvent,
  RegistryGenesis,
  Runtime,
} from "@oasis-node/state-transition/registry/types";
import {defineService, stream, unary} from "../service/index.ts";

/** Asks for an entity or a node. */
export const IdQuery = struct("registry.IDQuery", {height: Height, id: PublicKey});
export type IdQuery = ValueOf<typeof IdQuery>;

/** Asks for a runtime, or what belongs to it. */
export const NamespaceQuery = struct("registry.NamespaceQuery", {height: Height, id: Namespace});
export type NamespaceQuery = ValueOf<typeof NamespaceQuery>;

export const GetRuntimesQuery = struct("registry.GetRuntimesQuery", {height: Height, includeSuspended: bool});
export type GetRuntimesQuery = ValueOf<typeof GetRuntimesQuery>;

/** Asks for a node by its consensus address, 20 bytes. */
export const ConsensusAddressQuery = struct("registry.ConsensusAddressQuery", {
  height: Height,
  address: bytes,
});
export type ConsensusAddressQuery = ValueOf<typeof ConsensusAddressQuery>;

/** All nodes, ascending by ID. */
export const NodeList = struct("registry.NodeList", {nodes: list(Node)});
export type NodeList = ValueOf<typeof NodeList>;

/** Entities, nodes and runtimes (cli-config-grpc §5.3). */
export const registryService = defineService("Registry", {
  getEntity: unary(IdQuery, Entity),
  getEntities: unary(Height, list(Entity)),
  getNode: unary(IdQuery, Node),
  getNodeByConsensusAddress: unary(ConsensusAddressQuery, Node),
  getNodeStatus: unary(IdQuery, NodeStatus),
  getNodes: unary(Height, list(Node)),
  getRuntime: unary(NamespaceQuery, Runtime),
  getRuntimes: unary(GetRuntimesQuery, list(Runtime)),
  stateToGenesis: unary(Height, RegistryGenesis),
  getEvents: unary(Height, list(RegistryEvent)),
  watchEntities: stream(null, EntityEvent),
  watchNodes: stream(null, NodeEvent),
  watchNodeList: stream(null, NodeList),
  watchRuntimes: stream(null, Runtime),
});
