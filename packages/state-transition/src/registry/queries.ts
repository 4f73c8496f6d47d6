import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Entity} from "../entity/index.ts";
import type {Node} from "../node/index.ts";
import {nullWhenEmpty} from "../storedValue/index.ts";
import {registryErrors} from "./errors.ts";
import {isNodeExpired} from "./expiry.ts";
import type {RegistryState} from "./state.ts";
import type {Runtime} from "./types/runtime.ts";
import type {NodeStatus} from "./types/status.ts";

/**
 * What clients ask of the registry (`registry/api.Backend`). Lists without entries are null, as on the wire. Nodes that are
 * expired at the epoch of the state are not there for those who ask by ID or for all (consensus-core §5.7).
 */
export const registryQueries = {
  /** Throws (registry, 9). */
  entity: (state: RegistryState, id: PublicKey): Entity => {
    const entity = state.entity(id);
    if (entity === null) throw registryErrors.noSuchEntity({details: {id}});
    return entity;
  },

  entities: (state: RegistryState): Entity[] | null => nullWhenEmpty(state.entities()),

  /** Throws (registry, 10), for an expired node too. */
  node: (state: RegistryState, id: PublicKey, epoch: Epoch): Node => {
    const node = state.node(id);
    if (node === null || isNodeExpired(node, epoch)) throw registryErrors.noSuchNode({details: {id}});
    return node;
  },

  /** In the order of their public keys. */
  nodes: (state: RegistryState, epoch: Epoch): Node[] | null =>
    nullWhenEmpty(state.nodes().filter((node) => !isNodeExpired(node, epoch))),

  /**
   * Also of an expired node: a kept oddity. Throws (registry, 10).
   *
   * @param address - consensus address, 20 bytes
   */
  nodeByConsensusAddress: (state: RegistryState, address: Uint8Array): Node => {
    const node = state.nodeByConsensusAddress(address);
    if (node === null) throw registryErrors.noSuchNode({details: {address}});
    return node;
  },

  /** Also of an expired node. Throws (registry, 10). */
  nodeStatus: (state: RegistryState, id: PublicKey): NodeStatus => {
    const status = state.nodeStatus(id);
    if (status === null) throw registryErrors.noSuchNode({details: {id}});
    return status;
  },

  /** A runtime that is not suspended. Throws (registry, 11). */
  runtime: (state: RegistryState, id: Namespace): Runtime => {
    const runtime = state.runtime(id);
    if (runtime === null) throw registryErrors.noSuchRuntime({details: {id}});
    return runtime;
  },

  /** By the hash of their IDs; those that are suspended come last. */
  runtimes: (state: RegistryState, includeSuspended: boolean): Runtime[] | null =>
    nullWhenEmpty(includeSuspended ? state.allRuntimes() : state.runtimes()),
} as const;
