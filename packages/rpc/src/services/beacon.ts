import {bytes, nullable} from "@oasis-node/primitives/cbor";
import {Epoch, Height} from "@oasis-node/primitives/epoch";
import {
  BeaconGenesis,
  BeaconParameters,
  EpochTimeState,
  PvssState,
} from "@oasis-node/state-transition/beacon/types";
import {defineService, stream, unary} from "../service/index.ts";

/** Epochs and randomness (cli-config-grpc §5.3). */
export const beaconService = defineService("Beacon", {
  getBaseEpoch: unary(null, Epoch),
  getEpoch: unary(Height, Epoch),
  /** Null when no epoch is scheduled. */
  getFutureEpoch: unary(Height, nullable(EpochTimeState)),
  /** First height of an epoch. */
  getEpochBlock: unary(Epoch, Height),
  /** Returns when that epoch or a later one has come. */
  waitEpoch: unary(Epoch, null),
  getBeacon: unary(Height, bytes),
  stateToGenesis: unary(Height, BeaconGenesis),
  consensusParameters: unary(Height, BeaconParameters),
  /** Null when no round runs. */
  getPVSSState: unary(Height, nullable(PvssState)),
  watchEpochs: stream(null, Epoch),
});
