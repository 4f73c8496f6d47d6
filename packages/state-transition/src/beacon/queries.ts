import {beaconErrors} from "./errors.ts";
import type {BeaconState} from "./state.ts";

/** What clients ask of the beacon that is not the state as it stands (`beacon/api.Backend`). */
export const beaconQueries = {
  /** 32 bytes. Throws (beacon, 1) before the first epoch transition. */
  beacon: (state: BeaconState): Uint8Array => {
    const beacon = state.beacon();
    if (beacon === null) throw beaconErrors.beaconNotAvailable();
    return beacon;
  },
} as const;
