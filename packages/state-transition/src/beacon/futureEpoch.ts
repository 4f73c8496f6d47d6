import type {Epoch} from "@oasis-node/primitives/epoch";
import {type Context, HaltError} from "../context/index.ts";
import type {BeaconState} from "./state.ts";
import type {EpochTimeState} from "./types/epoch.ts";

/**
 * Makes the scheduled epoch current and gives it when its block is the one that begins; null when it is still to come.
 * Throws `HaltError` when its block has been missed.
 */
export function takeFutureEpoch(
  {currentHeight}: Context,
  state: BeaconState,
  {epoch, height}: EpochTimeState,
): Epoch | null {
  if (height < currentHeight) {
    throw new HaltError("block", "beacon: height mismatch in deferred set", {
      details: {expected: height, height: currentHeight},
    });
  }
  if (height > currentHeight) return null;
  state.setEpoch(epoch, currentHeight);
  state.clearFutureEpoch();
  return epoch;
}
