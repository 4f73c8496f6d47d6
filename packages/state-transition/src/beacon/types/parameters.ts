import {
  bool,
  field,
  i64,
  list,
  nullable,
  omitEmpty,
  struct,
  text,
  u32,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {PublicKey} from "@oasis-node/primitives/signature";

/** Backends by the name the parameters give them (consensus-paratime §1.1). */
export const beaconBackends = {insecure: "insecure", pvss: "pvss"} as const;

/** Parameters of the insecure backend: blocks per epoch (consensus-paratime §1.5). */
export const InsecureParameters = struct("beacon.InsecureParameters", {interval: omitEmpty(i64)});
export type InsecureParameters = ValueOf<typeof InsecureParameters>;

/** Parameters of the PVSS backend; intervals in blocks (consensus-paratime §1.6). */
export const PvssParameters = struct("beacon.PVSSParameters", {
  participants: u32,
  threshold: u32,
  commitInterval: i64,
  revealInterval: i64,
  transitionDelay: i64,
  debugForcedParticipants: omitEmpty(list(PublicKey)),
});
export type PvssParameters = ValueOf<typeof PvssParameters>;

/** Consensus parameters of the beacon, state key `43` (consensus-paratime §1.1). */
export const BeaconParameters = struct("beacon.ConsensusParameters", {
  backend: text,
  debugMockBackend: omitEmpty(bool),
  debugDeterministic: omitEmpty(bool),
  insecureParameters: omitEmpty(nullable(InsecureParameters)),
  pvssParameters: omitEmpty(nullable(PvssParameters)),
});
export type BeaconParameters = ValueOf<typeof BeaconParameters>;

/** Beacon part of the genesis document (consensus-core §2.6). */
export const BeaconGenesis = struct("beacon.Genesis", {
  base: Epoch,
  parameters: field("params", BeaconParameters),
});
export type BeaconGenesis = ValueOf<typeof BeaconGenesis>;
