import {Epoch} from "@oasis-node/primitives/epoch";
import {defineMethods} from "../consensus/index.ts";
import {PvssCommit, PvssReveal} from "./types/pvss.ts";

/** Transaction methods of the beacon; both are critical: no nonce, no fee (consensus-core §1.7). */
export const beaconMethods = defineMethods("beacon", {
  PVSSCommit: {body: PvssCommit, critical: true},
  PVSSReveal: {body: PvssReveal, critical: true},
});

/** Debug method that sets the epoch of the mock backend; it goes by the name of the app, not of the module. */
export const beaconDebugMethods = defineMethods("000_beacon", {SetEpoch: {body: Epoch}});
