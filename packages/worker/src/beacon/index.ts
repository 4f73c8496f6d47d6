export {BeaconWorker, type BeaconWorkerOptions, beaconStoreName} from "./beaconWorker.ts";
export type {BeaconChain} from "./roundWatch.ts";
