import {stakingAddress} from "@oasis-node/primitives/address";
import {asEpoch, type Epoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {type Context, HaltError, type Misbehaviour} from "../context/index.ts";
import {RegistryState} from "../registry/state.ts";
import {Slash, type SlashReason, slashReasons} from "../stake/index.ts";
import {slashEscrow} from "./slashEscrow.ts";
import {StakingState} from "./state.ts";

const reasons: Readonly<Record<Misbehaviour["type"], SlashReason | null>> = {
  duplicateVote: slashReasons.consensusEquivocation,
  lightClientAttack: slashReasons.consensusLightClientAttack,
  unknown: null,
};

/**
 * Freezes the node that misbehaved and slashes its entity, as the table of penalties says (consensus-core §4.10). Unknown
 * nodes, unknown kinds of misbehaviour and nodes frozen already are left alone.
 */
export function punishMisbehaviour(context: Context, {type, address}: Misbehaviour): void {
  const reason = reasons[type];
  if (reason === null) return;
  const registry = new RegistryState(context.tree);
  const node = registry.nodeByConsensusAddress(address);
  const status = node === null ? null : registry.nodeStatus(node.id);
  if (node === null || status === null || status.freezeEndTime > 0n) return;
  const penalty = new StakingState(context.tree).parameters().slashing?.get(reason) ?? Slash.zero();
  if (penalty.freezeInterval > 0n) status.freezeEndTime = freezeEnd(context, penalty.freezeInterval);
  slashEscrow(context, stakingAddress(node.entityId), penalty.amount);
  registry.setNodeStatus(node.id, status);
}

/**
 * Counted from the epoch of the state committed last, since the reference asks outside the context of the block. Too late an
 * end is never.
 */
function freezeEnd({blockHeight, chain}: Context, interval: Epoch): Epoch {
  if (blockHeight < chain.initialHeight) throw new HaltError("block", "misbehaviour before the first block");
  const end = chain.epochAt(blockHeight) + interval;
  return end > invalidEpoch ? invalidEpoch : asEpoch(end);
}
