export {beaconErrors} from "./errors.ts";
export {beaconDebugMethods, beaconMethods} from "./methods.ts";
export {EpochTimeState} from "./types/epoch.ts";
export {
  BeaconGenesis,
  BeaconParameters,
  beaconBackends,
  InsecureParameters,
  PvssParameters,
} from "./types/parameters.ts";
export {PvssCommit, PvssEvent, PvssReveal, PvssState, pvssRoundStates} from "./types/pvss.ts";
