import {type Address, runtimeAddress, stakingAddress} from "@oasis-node/primitives/address";
import {asRound} from "@oasis-node/primitives/epoch";
import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import {committeeKinds} from "../committee/index.ts";
import {type Context, HaltError} from "../context/index.ts";
import {governanceModels, type Runtime, runtimeKinds} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {SchedulerState} from "../scheduler/state.ts";
import {StakeAccumulatorCache} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import {StateError} from "../storedValue/index.ts";
import {emitEmptyBlock} from "./emitEmptyBlock.ts";
import {roothashErrors} from "./errors.ts";
import {RoothashState, type StoredRuntime} from "./state.ts";
import type {RoothashParameters} from "./types/genesis.ts";
import {Pool} from "./types/state.ts";

/** Gives active compute runtimes their new committees, or suspends them (consensus-paratime §3.5). Throws are fatal. */
export function changeCommittees(context: Context): void {
  const roothash = new RoothashState(context.tree);
  const parameters = roothash.parameters();
  const stake = parameters.debugBypassStake
    ? null
    : new StakeAccumulatorCache(new StakingState(context.tree));
  for (const runtime of new RegistryState(context.tree).runtimes()) {
    if (runtime.kind !== runtimeKinds.compute) continue;
    const state = roothash.runtime(runtime.id);
    if (state === null) throw roothashErrors.invalidRuntime({details: {runtime: runtime.id}});
    expireEvidence(roothash, state, parameters);
    const pool = newPool(context, state);
    const isPaidFor = pool.committee !== null && hasStake(stake, runtime);
    const isSuspended = !isPaidFor && !parameters.debugDoNotSuspendRuntimes;
    const next = isSuspended ? suspend(context, state) : goOn(context, state, pool);
    roothash.setRuntime({...next, runtime});
  }
}

function expireEvidence(
  roothash: RoothashState,
  {runtime, currentBlock}: StoredRuntime,
  {maxEvidenceAge}: RoothashParameters,
): void {
  const {round} = currentBlock.header;
  if (round > maxEvidenceAge) roothash.removeExpiredEvidence(runtime.id, asRound(round - maxEvidenceAge));
}

/**
 * A pool for the committee that the scheduler elected. Its descriptor is the one of the last change, so that it lags
 * behind the registry's by one: a kept oddity. Without a committee it has neither.
 */
function newPool({tree}: Context, {runtime}: StoredRuntime): Pool {
  const committee = new SchedulerState(tree).committee(committeeKinds.executor, runtime.id);
  return Pool.make(committee === null ? {} : {runtime, committee});
}

/** Whether the stake of who governs the runtime covers all that is claimed on it. */
function hasStake(stake: StakeAccumulatorCache | null, runtime: Runtime): boolean {
  if (stake === null || runtime.governanceModel === governanceModels.consensus) return true;
  try {
    stake.checkStakeClaims(governingAddress(runtime));
    return true;
  } catch (error) {
    const isRefusal = error instanceof CodedError || error instanceof TypedError;
    if (!isRefusal || error instanceof HaltError || error instanceof StateError) throw error;
    return false;
  }
}

function governingAddress({id, entityId, governanceModel}: Runtime): Address {
  switch (governanceModel) {
    case governanceModels.entity:
      return stakingAddress(entityId);
    case governanceModels.runtime:
      return runtimeAddress(id);
    default:
      throw new HaltError("block", "unknown runtime governance model", {details: {id, governanceModel}});
  }
}

/** The pool goes only after the block, which turns off its timer. */
function suspend(context: Context, state: StoredRuntime): StoredRuntime {
  if (!new RegistryState(context.tree).suspendRuntime(state.runtime.id)) {
    throw new HaltError("block", "a runtime to suspend is not active", {details: {id: state.runtime.id}});
  }
  return {...emitEmptyBlock(context, state, "suspended"), suspended: true, executorPool: null};
}

/** An empty block tells clients what is final before the new committee begins. */
function goOn(context: Context, state: StoredRuntime, pool: Pool): StoredRuntime {
  const next = emitEmptyBlock(context, {...state, suspended: false}, "epochTransition");
  return {...next, executorPool: {...pool, round: next.currentBlock.header.round}};
}
