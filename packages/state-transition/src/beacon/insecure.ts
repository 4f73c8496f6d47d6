import {asEpoch, asHeight, type Epoch} from "@oasis-node/primitives/epoch";
import {type BeginBlock, type Context, HaltError} from "../context/index.ts";
import {deriveBeacon, deriveDebugBeacon} from "./derivation.ts";
import {emitBeacon, emitEpoch} from "./events.ts";
import {takeFutureEpoch} from "./futureEpoch.ts";
import type {BeaconState} from "./state.ts";
import type {BeaconParameters} from "./types/parameters.ts";

/** Makes the scheduled epoch current when its block has come; the beacon comes from block hashes (consensus-paratime §1.5). */
export function beginInsecureBlock(
  context: Context,
  state: BeaconState,
  parameters: BeaconParameters,
  request: BeginBlock,
): void {
  const future = state.futureEpoch();
  const epoch = future === null ? null : takeFutureEpoch(context, state, future);
  if (epoch === null) return;
  if (!parameters.debugMockBackend) scheduleInsecureEpoch(state, parameters, nextEpoch(epoch));
  emitEpoch(context, epoch);
  const beacon = parameters.debugDeterministic
    ? deriveDebugBeacon(epoch)
    : deriveBeacon(epoch, blockEntropy(context, request));
  state.setBeacon(beacon);
  emitBeacon(context, beacon);
}

/** Schedules an epoch at epoch × interval, whatever the height the chain started at. */
export function scheduleInsecureEpoch(
  state: BeaconState,
  {insecureParameters}: BeaconParameters,
  epoch: Epoch,
): void {
  if (insecureParameters === null) {
    throw new HaltError("block", "beacon: the insecure backend has no parameters");
  }
  // Go's 64-bit product.
  const height = asHeight(BigInt.asIntN(64, epoch * insecureParameters.interval));
  state.setFutureEpoch(epoch, height);
}

/** The epoch after another, in 64 bits. */
export function nextEpoch(epoch: Epoch): Epoch {
  return asEpoch(BigInt.asUintN(64, epoch + 1n));
}

/** The first two blocks have no commit behind them that means anything: their own hashes stand in. */
function blockEntropy({blockHeight, chain}: Context, {hash, lastCommitHash}: BeginBlock): Uint8Array {
  const entropy = blockHeight <= chain.initialHeight ? hash : lastCommitHash;
  if (entropy.length === 0) throw new HaltError("block", "beacon: failed to obtain entropy");
  return entropy;
}
