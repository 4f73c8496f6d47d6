import {equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {attempt} from "../attempt/index.ts";
import {type Context, HaltError} from "../context/index.ts";
import {governanceModels, type Runtime, runtimeKinds, runtimeStakingAddress} from "../registry/index.ts";
import {RegistryState} from "../registry/state.ts";
import {StakeAccumulatorCache} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";
import {emitStatuses} from "./events.ts";
import {KeymanagerState} from "./state.ts";
import {blankStatus, recomputeStatus} from "./status.ts";
import {KeymanagerStatus} from "./types/index.ts";

/**
 * At the beginning of an epoch key manager runtimes without enough stake are suspended, and the statuses of the others
 * recomputed (consensus-paratime §4.4).
 */
export function beginKeymanagerBlock(ctx: Context): void {
  if (!ctx.chain.epochChanged().changed) return;
  const registry = new RegistryState(ctx.tree);
  const state = new KeymanagerState(ctx.tree);
  const nodes = registry.nodes();
  const hasStake = stakeCheck(ctx, registry);
  const changed: KeymanagerStatus[] = [];
  for (const runtime of registry.runtimes()) {
    if (runtime.kind !== runtimeKinds.keyManager) continue;
    if (!hasStake(runtime)) {
      registry.suspendRuntime(runtime.id);
      continue;
    }
    const before = state.status(runtime.id);
    const status = recomputeStatus(ctx, runtime, before ?? blankStatus(runtime), nodes);
    if (before !== null && isSame(before, status)) continue;
    state.setStatus(status);
    changed.push(status);
  }
  emitStatuses(ctx, changed);
}

/** Whether the account behind a runtime covers all claims on it. Claims are only read, so the cache is never stored. */
function stakeCheck(ctx: Context, registry: RegistryState): (runtime: Runtime) => boolean {
  if (registry.parameters().debugBypassStake) return () => true;
  const claims = new StakeAccumulatorCache(new StakingState(ctx.tree));
  return (runtime) => {
    if (runtime.governanceModel === governanceModels.consensus) return true;
    const address = runtimeStakingAddress(runtime);
    if (address === null) throw new HaltError("block", "keymanager: unknown runtime governance model");
    return attempt(() => claims.checkStakeClaims(address)).ok;
  };
}

function isSame(a: KeymanagerStatus, b: KeymanagerStatus): boolean {
  return equal(encode(KeymanagerStatus, a), encode(KeymanagerStatus, b));
}
