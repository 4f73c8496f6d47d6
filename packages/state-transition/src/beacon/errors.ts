import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the beacon module (consensus-core §10). */
export const beaconErrors = errorModule("beacon", {
  beaconNotAvailable: [1, "beacon: random beacon not available"],
});
