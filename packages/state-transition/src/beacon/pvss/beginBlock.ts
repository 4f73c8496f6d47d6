import {type Context, HaltError} from "../../context/index.ts";
import {deriveBeacon, deriveDebugBeacon} from "../derivation.ts";
import {emitBeacon, emitEpoch} from "../events.ts";
import {takeFutureEpoch} from "../futureEpoch.ts";
import {nextEpoch} from "../insecure.ts";
import type {BeaconState} from "../state.ts";
import type {BeaconParameters, PvssParameters} from "../types/parameters.ts";
import {type PvssOutline, pvssRoundStates} from "../types/pvss.ts";
import {advanceRound} from "./advanceRound.ts";
import {startRound} from "./startRound.ts";

/** Runs the rounds that produce entropy, and makes the scheduled epoch current in its block (consensus-paratime §1.6). */
export function beginPvssBlock(context: Context, state: BeaconState, parameters: BeaconParameters): void {
  const round = state.pvssOutline();
  const future = state.futureEpoch();
  if (future === null) {
    runRound(context, state, parameters, round);
    return;
  }
  if (round?.state !== pvssRoundStates.complete) {
    throw new HaltError("block", "beacon: an epoch is scheduled while the round is not complete", {
      details: {state: round?.state},
    });
  }
  const epoch = takeFutureEpoch(context, state, future);
  if (epoch === null) return;
  emitEpoch(context, epoch);
  const beacon = parameters.debugDeterministic
    ? deriveDebugBeacon(epoch)
    : deriveBeacon(epoch, round.entropy ?? new Uint8Array());
  state.setBeacon(beacon);
  emitBeacon(context, beacon);
  // The next round starts in the next block only, among the validators which this block elects.
  state.clearPvssState();
}

/** Starts a round where there is none, else takes it on when this block is one of its. */
function runRound(
  context: Context,
  state: BeaconState,
  parameters: BeaconParameters,
  outline: PvssOutline | null,
): void {
  const pvss = pvssParameters(parameters);
  const epoch = state.epoch();
  if (outline === null) {
    startRound(context, state, pvss, null, nextEpoch(epoch));
    return;
  }
  const isMock = parameters.debugMockBackend;
  const heights = [outline.runtimeDisableHeight, outline.commitDeadline, outline.revealDeadline];
  const round = isMock || heights.includes(context.currentHeight) ? state.pvssState() : null;
  if (round !== null) advanceRound(context, state, {pvss, isMock}, round, epoch);
}

function pvssParameters({pvssParameters}: BeaconParameters): PvssParameters {
  if (pvssParameters !== null) return pvssParameters;
  throw new HaltError("block", "beacon: the PVSS backend has no parameters");
}
