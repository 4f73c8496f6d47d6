import type {Namespace} from "@oasis-node/primitives/namespace";
import {beaconAppName, beaconEvents} from "../beacon/index.ts";
import {type Context, HaltError} from "../context/index.ts";
import {schedulerAppName, schedulerEvents} from "../scheduler/index.ts";
import {isTimeout} from "./commitment/pool.ts";
import {changeCommittees} from "./committeeChange.ts";
import {roothashErrors} from "./errors.ts";
import {finalizeRound} from "./finalize.ts";
import {RoothashState} from "./state.ts";

/** Follows the beacon and the scheduler, of what they emitted in this block only the first that counts (consensus-paratime §3.5). */
export function beginBlock(context: Context): void {
  const roothash = new RoothashState(context.tree);
  const {changed: isNewEpoch} = context.chain.epochChanged();
  if (context.hasEvent(beaconAppName, beaconEvents.disableRuntimes)) {
    roothash.rejectTransactions();
  } else if (isNewEpoch) {
    roothash.acceptTransactions();
    changeCommittees(context);
  } else if (context.hasEvent(schedulerAppName, schedulerEvents.elected)) {
    changeCommittees(context);
  }
}

/** Ends the rounds whose timers fire; they were set by the height of the block before (consensus-paratime §3.7). */
export function endBlock(context: Context): void {
  const roothash = new RoothashState(context.tree);
  for (const id of roothash.roundTimeouts(context.blockHeight)) expireRound(context, roothash, id);
}

function expireRound(context: Context, roothash: RoothashState, id: Namespace): void {
  const state = roothash.runtime(id);
  if (state === null) throw roothashErrors.invalidRuntime({details: {id}});
  const {executorPool} = state;
  if (executorPool === null) throw new HaltError("block", "no executor pool", {details: {id}});
  if (!isTimeout(executorPool, context.blockHeight)) {
    throw new HaltError("block", "no scheduled timeout", {details: {id}});
  }
  roothash.setRuntime(finalizeRound(context, {...state, executorPool}, true));
}
