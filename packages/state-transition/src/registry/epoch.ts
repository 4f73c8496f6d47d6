import {stakingAddress} from "@oasis-node/primitives/address";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {type Context, HaltError} from "../context/index.ts";
import type {Node} from "../node/index.ts";
import type {StakeAccumulatorCache} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import {emitRegistry} from "./events.ts";
import {isNodeExpired} from "./expiry.ts";
import {stakeAccumulator} from "./stakeAccumulator.ts";
import {nodeClaim} from "./stakeClaims.ts";
import {RegistryState} from "./state.ts";

/** At an epoch's beginning: tells of nodes that have expired, and removes those that did so long ago (consensus-core §5.11). */
export function beginBlock(context: Context): void {
  const {changed, epoch} = context.chain.epochChanged();
  if (changed) beginEpoch(context, epoch);
}

function beginEpoch(context: Context, epoch: Epoch): void {
  const {tree} = context;
  const state = new RegistryState(tree);
  const {debondingInterval} = new StakingState(tree).parameters();
  const stake = state.parameters().debugBypassStake ? null : stakeAccumulator(tree);
  const expired: Node[] = [];
  for (const node of state.nodes()) {
    if (!isNodeExpired(node, epoch)) continue;
    if (markExpired(state, node)) expired.push(node);
    if (!isGone(node, debondingInterval, epoch)) continue;
    state.removeNode(node);
    if (stake !== null) removeClaim(stake, node);
  }
  stake?.commit();
  emitRegistry.epoch(context, expired);
}

/** Whether the node has not been known as expired before. */
function markExpired(state: RegistryState, {id}: Node): boolean {
  const status = state.nodeStatus(id);
  if (status === null) throw new HaltError("block", "registry: node without a status", {details: {id}});
  if (status.expirationProcessed) return false;
  state.setNodeStatus(id, {...status, expirationProcessed: true});
  return true;
}

/** Until stake is debonded an expired node can still be punished. With a sum beyond 64 bits, which does not wrap, it stays forever. */
function isGone({expiration}: Node, debondingInterval: Epoch, epoch: Epoch): boolean {
  return expiration + debondingInterval < epoch;
}

/** A node cannot be without its claim (consensus-core §12). */
function removeClaim(stake: StakeAccumulatorCache, {id, entityId}: Node): void {
  try {
    stake.removeStakeClaim(stakingAddress(entityId), nodeClaim(id));
  } catch (cause) {
    throw new HaltError("block", "registry: failed to remove the stake claim of a node", {cause});
  }
}
