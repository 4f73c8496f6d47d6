// Wire types alone: a door for those who encode and decode, and run nothing.
export {EpochTimeState} from "./epoch.ts";
export {
  BeaconGenesis,
  BeaconParameters,
  beaconBackends,
  InsecureParameters,
  PvssParameters,
} from "./parameters.ts";
export {PvssCommit, PvssEvent, PvssReveal, PvssState, pvssRoundStates} from "./pvss.ts";
