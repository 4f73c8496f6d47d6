import {BytesMap, toHex} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../context/index.ts";
import {hasRoles, type MultiSignedNode, Node, nodeRoles} from "../node/index.ts";
import type {RuntimeListener} from "./runtimeListener.ts";
import {RegistryState} from "./state.ts";
import {registerEntity} from "./transactions/registerEntity.ts";
import {registerNode} from "./transactions/registerNode.ts";
import {registerRuntime} from "./transactions/registerRuntime.ts";
import type {RegistryGenesis} from "./types/genesis.ts";
import {runtimeKinds} from "./types/runtime.ts";
import type {NodeStatus} from "./types/status.ts";
import {verifyRuntime} from "./verify/verifyRuntime.ts";

/** Registers what the genesis document lists, as transactions do (consensus-core §8.1). What it throws is fatal. */
export function initRegistry(context: Context, genesis: RegistryGenesis, listener: RuntimeListener): void {
  const state = new RegistryState(context.tree);
  state.setParameters(genesis.parameters);
  for (const entity of genesis.entities ?? []) registerEntity(context, present(entity, "entity"));
  initRuntimes(context, genesis, listener);
  for (const one of genesis.suspendedRuntimes ?? []) {
    const runtime = present(one, "suspended runtime");
    registerRuntime(context, runtime, listener);
    if (!state.suspendRuntime(runtime.id)) {
      throw new HaltError("initChain", `registry: no runtime ${toHex(runtime.id)} to suspend`);
    }
  }
  for (const node of genesis.nodes ?? []) registerNode(context, present(node, "node"), listener);
  for (const [id, status] of genesis.nodeStatuses ?? []) {
    state.setNodeStatus(id, present(status, "node status"));
  }
}

/** Key managers come before the runtimes that name them. */
function initRuntimes(context: Context, genesis: RegistryGenesis, listener: RuntimeListener): void {
  const {chain} = context;
  const runtimes = (genesis.runtimes ?? []).map((runtime) => present(runtime, "runtime"));
  for (const wanted of [runtimeKinds.keyManager, runtimeKinds.compute]) {
    for (const runtime of runtimes) {
      verifyRuntime(runtime, {
        parameters: genesis.parameters,
        verifier: chain.verifier,
        chainContext: null,
        debugAllowed: chain.node.debugAllowed,
      });
      if (runtime.kind === wanted) registerRuntime(context, runtime, listener);
    }
  }
}

function present<T>(value: T | null, what: string): T {
  if (value === null) throw new HaltError("initChain", `registry: genesis ${what} is null`);
  return value;
}

/** The registry's part of a genesis document that goes on from this state: of the nodes only validators stay (consensus-core §8.2). */
export function exportRegistry(state: RegistryState): RegistryGenesis {
  const nodes: MultiSignedNode[] = [];
  const nodeStatuses = new BytesMap<PublicKey, NodeStatus | null>();
  for (const signed of state.signedNodes()) {
    const {id, roles} = decode(Node, signed.untrustedRawValue);
    if (!hasRoles(roles, nodeRoles.validator)) continue;
    nodes.push(signed);
    nodeStatuses.set(id, state.nodeStatus(id));
  }
  return {
    parameters: state.parameters(),
    entities: state.signedEntities(),
    runtimes: state.runtimes(),
    suspendedRuntimes: state.suspendedRuntimes(),
    nodes,
    nodeStatuses,
  };
}
