import {stakingAddress} from "@oasis-node/primitives/address";
import {compare} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Context, HaltError} from "../context/index.ts";
import {addRewards} from "./rewards.ts";
import {StakingError} from "./stakingError.ts";
import {StakingState} from "./state.ts";
import type {EpochSigning} from "./types/epochSigning.ts";

const maxU64 = 2n ** 64n - 1n;

/** Counts a block and, for every entity in the list, a signature on the last one (consensus-core §4.7). */
export function countSigned(context: Context, signers: readonly PublicKey[]): void {
  const state = new StakingState(context.tree);
  const signing = state.epochSigning();
  signing.total = increment(signing.total);
  for (const entity of signers) signing.byEntity?.set(entity, increment(signing.byEntity.get(entity) ?? 0n));
  state.setEpochSigning(signing);
}

/**
 * When an epoch has ended: rewards the entities that signed enough of its blocks and counts from zero (consensus-core §4.9).
 * Throws what stops the chain.
 */
export function rewardSigners(context: Context, epoch: Epoch): void {
  const state = new StakingState(context.tree);
  const {
    signingRewardThresholdNumerator: numerator,
    signingRewardThresholdDenominator: denominator,
    rewardFactorEpochSigned,
  } = state.parameters();
  const signing = state.epochSigning();
  state.clearEpochSigning();
  if (denominator === 0n || signing.total === 0n) return;
  const entities = eligibleEntities(signing, numerator, denominator);
  addRewards(context, epoch, rewardFactorEpochSigned, entities.map(stakingAddress));
}

/** Entities with at least that part of the blocks signed, ascending. */
function eligibleEntities(
  {total, byEntity}: EpochSigning,
  numerator: bigint,
  denominator: bigint,
): PublicKey[] {
  if (numerator === 0n) throw new HaltError("crash", "signing reward threshold without numerator");
  const need = product(total, numerator);
  return [...(byEntity ?? [])]
    .filter(([, count]) => product(count, denominator) >= need)
    .map(([entity]) => entity)
    .sort(compare);
}

function increment(count: bigint): bigint {
  return checked(count + 1n);
}

function product(a: bigint, b: bigint): bigint {
  return checked(a * b);
}

function checked(count: bigint): bigint {
  if (count > maxU64) throw new StakingError("overflow", "signing count leaves 64 bits", {details: {count}});
  return count;
}
