import {encode} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {attribute, type Context} from "../context/index.ts";
import {PvssEvent, type PvssState} from "./types/pvss.ts";

/** Name of the application: orders its hooks and stands in its events. */
export const beaconAppName = "000_beacon";

/** Keys of the beacon's events (consensus-paratime §1.3). */
export const beaconEvents = {
  epoch: "epoch",
  beacon: "beacon",
  pvssRound: "pvss_round",
  disableRuntimes: "disable_runtimes",
} as const;

export function emitEpoch(context: Context, epoch: Epoch): void {
  context.emit(beaconAppName, attribute(beaconEvents.epoch, encode(Epoch, epoch)));
}

/** The value is the beacon as it is, not encoded. */
export function emitBeacon(context: Context, beacon: Uint8Array): void {
  context.emit(beaconAppName, attribute(beaconEvents.beacon, beacon));
}

export function emitPvssRound(
  context: Context,
  {height, epoch, round, state, participants}: PvssState,
): void {
  const event = encode(PvssEvent, {height, epoch, round, state, participants});
  context.emit(beaconAppName, attribute(beaconEvents.pvssRound, event));
}

/** Tells the roothash application to refuse transactions of runtimes until the beacon works again. */
export function emitDisableRuntimes(context: Context): void {
  context.emit(beaconAppName, attribute(beaconEvents.disableRuntimes, new Uint8Array()));
}
