export {beaconApp} from "./app.ts";
export {checkBeaconGenesis} from "./checkGenesis.ts";
export {beaconErrors} from "./errors.ts";
export {beaconAppName, beaconEvents} from "./events.ts";
export {exportBeacon, initBeacon} from "./genesis.ts";
export {beaconKeys} from "./keys.ts";
export {beaconDebugMethods, beaconMethods} from "./methods.ts";
export {beaconQueries} from "./queries.ts";
export {BeaconState} from "./state.ts";
export {EpochTimeState} from "./types/epoch.ts";
export {
  BeaconGenesis,
  BeaconParameters,
  beaconBackends,
  InsecureParameters,
  PvssParameters,
} from "./types/parameters.ts";
export {PvssCommit, PvssEvent, PvssReveal, PvssState, pvssRoundStates} from "./types/pvss.ts";
