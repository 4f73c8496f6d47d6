import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {compare} from "@oasis-node/primitives/bytes";
import type {Schema} from "@oasis-node/primitives/cbor";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Point} from "@oasis-node/primitives/pvss";
import {isPublicKey, type PublicKey} from "@oasis-node/primitives/signature";
import {Entity, SignedEntity} from "../entity/index.ts";
import {MultiSignedNode, Node} from "../node/index.ts";
import {
  decodeStored,
  hasStored,
  readRequired,
  readValue,
  StateError,
  storedEntries,
  writeValue,
} from "../storedValue/index.ts";
import {registryKeys as keys} from "./keys.ts";
import {indexNode, unindexNode} from "./nodeIndex.ts";
import {RegistryParameters} from "./types/parameters.ts";
import {Runtime} from "./types/runtime.ts";
import {NodeStatus} from "./types/status.ts";

const empty = new Uint8Array();

/**
 * The registry's part of the state tree (consensus-core §5.1). Getters give null for what is not there; lists come in the
 * order of their keys, that is of hashes, unless said. Throws `StateError` for state that cannot be read.
 */
export class RegistryState {
  readonly #tree: KeyValueTree;

  constructor(tree: KeyValueTree) {
    this.#tree = tree;
  }

  parameters(): RegistryParameters {
    return readRequired(this.#tree, keys.parameters.encode(), RegistryParameters);
  }

  setParameters(parameters: RegistryParameters): void {
    writeValue(this.#tree, keys.parameters.encode(), RegistryParameters, parameters);
  }

  entity(id: PublicKey): Entity | null {
    const key = keys.entity.encode(id);
    const signed = readValue(this.#tree, key, SignedEntity.envelope);
    return signed === null ? null : openStored(Entity, signed, key);
  }

  entities(): Entity[] {
    return storedEntries(this.#tree, keys.entity).map(({key, value}) =>
      openStored(Entity, decodeStored(SignedEntity.envelope, value, key), key),
    );
  }

  signedEntities(): SignedEntity[] {
    return storedEntries(this.#tree, keys.entity).map(({key, value}) =>
      decodeStored(SignedEntity.envelope, value, key),
    );
  }

  setEntity(id: PublicKey, signed: SignedEntity): void {
    writeValue(this.#tree, keys.entity.encode(id), SignedEntity.envelope, signed);
  }

  /** Removes an entity and returns it; null when there was none. */
  removeEntity(id: PublicKey): Entity | null {
    const key = keys.entity.encode(id);
    const raw = this.#tree.removeExisting(key);
    if (raw === null) return null;
    return openStored(Entity, decodeStored(SignedEntity.envelope, raw, key), key);
  }

  /** A node, expired or not. */
  node(id: PublicKey): Node | null {
    return this.#nodeAt(keys.node.encode(id));
  }

  /** All nodes, expired ones too, in the order of their public keys. */
  nodes(): Node[] {
    return sortNodes(
      storedEntries(this.#tree, keys.node).map(({key, value}) =>
        openStored(Node, decodeStored(MultiSignedNode.envelope, value, key), key),
      ),
    );
  }

  signedNodes(): MultiSignedNode[] {
    return storedEntries(this.#tree, keys.node).map(({key, value}) =>
      decodeStored(MultiSignedNode.envelope, value, key),
    );
  }

  /** Nodes of an entity, expired ones too, in the order of their public keys. */
  nodesByEntity(entity: PublicKey): Node[] {
    const nodes = storedEntries(this.#tree, keys.nodeByEntity, entity).map(({key, parts: [, id]}) => {
      const node = this.#nodeAt(keys.node.encode(id));
      if (node === null)
        throw new StateError("missing", "state: no node for an index entry", {details: {key}});
      return node;
    });
    return sortNodes(nodes);
  }

  hasEntityNodes(entity: PublicKey): boolean {
    return hasStored(this.#tree, keys.nodeByEntity, entity);
  }

  /** @param address - consensus address, 20 bytes */
  nodeIdByConsensusAddress(address: Uint8Array): PublicKey | null {
    return this.#nodeIdAt(keys.nodeByConsensusAddress.encode(address));
  }

  /** @param address - consensus address, 20 bytes */
  nodeByConsensusAddress(address: Uint8Array): Node | null {
    return this.#indexedNode(keys.nodeByConsensusAddress.encode(address));
  }

  /** The node that has the key as its consensus, P2P or TLS key. */
  nodeBySubkey(key: PublicKey): Node | null {
    return this.#indexedNode(keys.nodeBySubkey.encode(key));
  }

  nodeByBeaconPoint(point: Point): Node | null {
    return this.#indexedNode(keys.nodeByBeaconPoint.encode(point));
  }

  /** Stores a node; `existing` is what was stored before. The writes come in the order of consensus-core §5.7. */
  setNode(existing: Node | null, node: Node, signed: MultiSignedNode): void {
    writeValue(this.#tree, keys.node.encode(node.id), MultiSignedNode.envelope, signed);
    this.#tree.insert(keys.nodeByEntity.encode(node.entityId, node.id), empty);
    indexNode(this.#tree, existing, node);
  }

  /** Removes a node, its status and everything that leads to it. */
  removeNode(node: Node): void {
    this.#tree.remove(keys.node.encode(node.id));
    this.#tree.remove(keys.nodeByEntity.encode(node.entityId, node.id));
    this.#tree.remove(keys.nodeStatus.encode(node.id));
    unindexNode(this.#tree, node);
  }

  nodeStatus(id: PublicKey): NodeStatus | null {
    return readValue(this.#tree, keys.nodeStatus.encode(id), NodeStatus);
  }

  setNodeStatus(id: PublicKey, status: NodeStatus): void {
    writeValue(this.#tree, keys.nodeStatus.encode(id), NodeStatus, status);
  }

  /** A runtime that is not suspended. */
  runtime(id: Namespace): Runtime | null {
    return readValue(this.#tree, keys.runtime.encode(id), Runtime);
  }

  suspendedRuntime(id: Namespace): Runtime | null {
    return readValue(this.#tree, keys.suspendedRuntime.encode(id), Runtime);
  }

  anyRuntime(id: Namespace): Runtime | null {
    return this.runtime(id) ?? this.suspendedRuntime(id);
  }

  /** Runtimes that are not suspended. */
  runtimes(): Runtime[] {
    return this.#runtimesOf(keys.runtime);
  }

  suspendedRuntimes(): Runtime[] {
    return this.#runtimesOf(keys.suspendedRuntime);
  }

  /** Runtimes that are not suspended, then those that are. */
  allRuntimes(): Runtime[] {
    return [...this.runtimes(), ...this.suspendedRuntimes()];
  }

  /** Whether the entity has ever registered a runtime: these entries stay. */
  hasEntityRuntimes(entity: PublicKey): boolean {
    return hasStored(this.#tree, keys.runtimeByEntity, entity);
  }

  setRuntime(runtime: Runtime, isSuspended: boolean): void {
    this.#tree.insert(keys.runtimeByEntity.encode(runtime.entityId, runtime.id), empty);
    const format = isSuspended ? keys.suspendedRuntime : keys.runtime;
    writeValue(this.#tree, format.encode(runtime.id), Runtime, runtime);
  }

  /** Whether there was such a runtime to suspend. */
  suspendRuntime(id: Namespace): boolean {
    return this.#move(keys.runtime.encode(id), keys.suspendedRuntime.encode(id));
  }

  /** Whether there was such a suspended runtime. */
  resumeRuntime(id: Namespace): boolean {
    return this.#move(keys.suspendedRuntime.encode(id), keys.runtime.encode(id));
  }

  #move(from: Uint8Array, to: Uint8Array): boolean {
    const raw = this.#tree.removeExisting(from);
    if (raw !== null) this.#tree.insert(to, raw);
    return raw !== null;
  }

  #runtimesOf(format: typeof keys.runtime): Runtime[] {
    return storedEntries(this.#tree, format).map(({key, value}) => decodeStored(Runtime, value, key));
  }

  #nodeAt(key: Uint8Array): Node | null {
    const signed = readValue(this.#tree, key, MultiSignedNode.envelope);
    return signed === null ? null : openStored(Node, signed, key);
  }

  #nodeIdAt(key: Uint8Array): PublicKey | null {
    const id = this.#tree.get(key);
    if (id === null || isPublicKey(id)) return id;
    throw new StateError("corrupted", "state: malformed public key of a node", {details: {key}});
  }

  /** An entry that leads to a node which is gone counts as none. */
  #indexedNode(key: Uint8Array): Node | null {
    const id = this.#nodeIdAt(key);
    return id === null ? null : this.node(id);
  }
}

/** The descriptor in a stored envelope, whose signatures were verified before it was stored. */
function openStored<T>(
  schema: Schema<T>,
  {untrustedRawValue}: {untrustedRawValue: Uint8Array | null},
  key: Uint8Array,
): T {
  return decodeStored(schema, untrustedRawValue ?? empty, key);
}

function sortNodes(nodes: Node[]): Node[] {
  return nodes.sort((a, b) => compare(a.id, b.id));
}
