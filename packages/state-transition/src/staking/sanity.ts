import type {Epoch} from "@oasis-node/primitives/epoch";
import {checkStakingGenesis} from "./checkGenesis.ts";
import {exportStaking, type Token} from "./genesis.ts";
import type {StakingState} from "./state.ts";

/**
 * What is inconsistent in the state at the end of a block, for the optional checks of the reference's supplementary sanity
 * application: supply and the sum of its parts, shares and delegations, commission schedules. By the rules for genesis, since
 * any state may become one. PERF: reads all of staking.
 */
export function* checkStakingState(state: StakingState, token: Token, epoch: Epoch): Generator<string> {
  yield* checkStakingGenesis(exportStaking(state, token), {baseEpoch: epoch});
}
