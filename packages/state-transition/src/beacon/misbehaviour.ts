import {stakingAddress} from "@oasis-node/primitives/address";
import {asEpoch, type Epoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Context} from "../context/index.ts";
import {RegistryState} from "../registry/state.ts";
import {Slash, type SlashReason} from "../stake/index.ts";
import {slashEscrow} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import {BeaconError} from "./beaconError.ts";

/**
 * Freezes a node and slashes its entity, as the table of penalties says (consensus-paratime §1.7). A frozen node is left
 * alone when the penalty freezes. Throws `BeaconError`, before anything is written.
 */
export function punish(context: Context, nodeId: PublicKey, reason: SlashReason): void {
  const penalty = new StakingState(context.tree).parameters().slashing?.get(reason) ?? Slash.zero();
  const node = new RegistryState(context.tree).node(nodeId);
  if (node === null) throw new BeaconError("notNode", {node: nodeId});
  if (penalty.freezeInterval > 0n && !freeze(context, nodeId, penalty.freezeInterval)) return;
  slashEscrow(context, stakingAddress(node.entityId), penalty.amount);
}

/** Whether the node was not frozen before. */
function freeze(context: Context, nodeId: PublicKey, interval: Epoch): boolean {
  const registry = new RegistryState(context.tree);
  const status = registry.nodeStatus(nodeId);
  if (status === null) throw new BeaconError("noStatus", {node: nodeId});
  if (status.freezeEndTime > 0n) return false;
  const end = committedEpoch(context) + interval;
  registry.setNodeStatus(nodeId, {
    ...status,
    freezeEndTime: end > invalidEpoch ? invalidEpoch : asEpoch(end),
  });
  return true;
}

/** The reference asks outside the context of the block and so gets the epoch of the state committed last. */
function committedEpoch({blockHeight, chain}: Context): Epoch {
  if (blockHeight < chain.initialHeight) throw new BeaconError("noCommittedState");
  return chain.epochAt(blockHeight);
}
