import {stakingAddress} from "@oasis-node/primitives/address";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type BeginBlock, type BlockContext, type Context, HaltError} from "../context/index.ts";
import {RegistryState} from "../registry/state.ts";
import {payOutDebonded} from "./debonding.ts";
import {countSigned, rewardSigners} from "./epochSigning.ts";
import {punishMisbehaviour} from "./evidence.ts";
import {payLastBlockFees, splitBlockFees, type Voters} from "./fees.ts";
import {addAttenuatedReward} from "./rewards.ts";
import {StakingState} from "./state.ts";

/** Pays for the last block, counts who signed it and punishes misbehaviour, in this order (consensus-core §4.7). */
export function beginBlock(context: Context, {proposerAddress, votes, misbehaviours}: BeginBlock): void {
  const block = blockOf(context);
  const registry = new RegistryState(context.tree);
  const entityOf = (address: Uint8Array): PublicKey | null =>
    registry.nodeByConsensusAddress(address)?.entityId ?? null;
  const proposer = entityOf(proposerAddress);
  const entities = votes
    .filter(({signedLastBlock}) => signedLastBlock)
    .map(({address}) => entityOf(address))
    .filter((entity) => entity !== null);
  const voters = {eligible: votes.length, entities};
  payLastBlockFees(context, proposer, voters);
  block.proposerEntity = proposer;
  if (proposer !== null) rewardProposer(context, proposer, voters);
  countSigned(context, entities);
  for (const misbehaviour of misbehaviours) punishMisbehaviour(context, misbehaviour);
}

/** Splits the fees and, when the epoch changes, pays out what has debonded, then signing rewards (consensus-core §4.10). */
export function endBlock(context: Context): undefined {
  const {fees, proposerEntity} = blockOf(context);
  splitBlockFees(context, fees, proposerEntity);
  const {changed, epoch} = context.chain.epochChanged();
  if (!changed) return;
  payOutDebonded(context, epoch);
  rewardSigners(context, epoch);
}

/** For the part of the validators that signed the last block. The epoch of the first block is beyond every schedule: no reward. */
function rewardProposer(context: Context, proposer: PublicKey, {eligible, entities}: Voters): void {
  const {rewardFactorBlockProposed} = new StakingState(context.tree).parameters();
  const epoch = context.chain.currentEpoch();
  const signedPart = {numerator: BigInt(entities.length), denominator: BigInt(eligible)};
  addAttenuatedReward(context, epoch, rewardFactorBlockProposed, signedPart, stakingAddress(proposer));
}

function blockOf({block}: Context): BlockContext {
  if (block === null) throw new HaltError("block", "block hook without a block");
  return block;
}
