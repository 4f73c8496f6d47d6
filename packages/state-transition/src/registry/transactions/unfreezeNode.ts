import {equal} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import type {Context} from "../../context/index.ts";
import {registryErrors} from "../errors.ts";
import {emitRegistry} from "../events.ts";
import {RegistryState} from "../state.ts";
import type {UnfreezeNode} from "../types/bodies.ts";
import {registryGasOps} from "../types/parameters.ts";

/** Lets a node serve again whose time of freezing is over; one that is not frozen passes too (consensus-core §5.9). */
export function unfreezeNode(context: Context, {nodeId}: UnfreezeNode): void {
  if (context.isCheckOnly) return;
  const state = new RegistryState(context.tree);
  context.useGas(1n, registryGasOps.unfreezeNode, state.parameters().gasCosts);
  const node = state.node(nodeId);
  if (node === null) throw registryErrors.noSuchNode();
  const {signer} = context;
  if (signer === null || !equal(signer, node.entityId)) throw registryErrors.badEntityForNode();
  const status = state.nodeStatus(nodeId);
  if (status === null) throw registryErrors.noSuchNode();
  if (status.freezeEndTime > context.transactionEpoch()) throw registryErrors.nodeCannotBeUnfrozen();
  state.setNodeStatus(nodeId, {...status, freezeEndTime: asEpoch(0n)});
  emitRegistry.nodeUnfrozen(context, nodeId);
}
