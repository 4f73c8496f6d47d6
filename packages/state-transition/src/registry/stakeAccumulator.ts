import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {StakeAccumulatorCache} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";

/** Stake claims over a tree, at its thresholds of now. */
export function stakeAccumulator(tree: KeyValueTree): StakeAccumulatorCache {
  return new StakeAccumulatorCache(new StakingState(tree));
}
