import {Root} from "@oasis-node/mkvs/node";
import {
  bool,
  bytes,
  field,
  fromJson,
  list,
  map,
  mapped,
  nullable,
  omitEmpty,
  struct,
  text,
  time,
  toJson,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Height, Round} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey} from "@oasis-node/primitives/signature";
import {CommitteeRole} from "@oasis-node/state-transition/committee";
import {Node} from "@oasis-node/state-transition/node";
import {NodeStatus as RegistryNodeStatus, Runtime} from "@oasis-node/state-transition/registry/types";
import {Timestamp} from "@oasis-node/state-transition/roothash/types";
import {PendingUpgrade} from "@oasis-node/state-transition/upgrade";
import {ConsensusStatus} from "./consensusStatus.ts";

/** Public keys of the node; of TLS the current one, then the next where they rotate. */
export const IdentityStatus = struct("control.IdentityStatus", {
  node: PublicKey,
  p2p: PublicKey,
  consensus: PublicKey,
  tls: list(PublicKey),
});
export type IdentityStatus = ValueOf<typeof IdentityStatus>;

/** The node's registration; the zero time, and no descriptor, before the first one. */
export const RegistrationStatus = struct("control.RegistrationStatus", {
  lastRegistration: time,
  descriptor: omitEmpty(nullable(Node)),
  nodeStatus: omitEmpty(nullable(RegistryNodeStatus)),
});
export type RegistrationStatus = ValueOf<typeof RegistrationStatus>;

const RoleTexts = list(CommitteeRole);

/** A Go slice of one-byte roles: a byte string in CBOR, a list of texts in JSON. */
const CommitteeRoles = mapped<Uint8Array | null, CommitteeRole[] | null>(bytes, {
  name: "[]scheduler.Role",
  to: (roles) => (roles === null ? null : [...roles]),
  from: (roles) => (roles === null ? null : Uint8Array.from(roles)),
  json: {
    to: (roles) => toJson(RoleTexts, roles),
    from: (json) => fromJson(RoleTexts, json),
  },
});

/** The node as a member of a runtime's committees. */
export const CommitteeStatus = struct("workerCommon.Status", {
  latestRound: Round,
  latestHeight: Height,
  lastCommitteeUpdateHeight: Height,
  executorRoles: CommitteeRoles,
  storageRoles: CommitteeRoles,
  isTransactionScheduler: field("is_txn_scheduler", bool),
  peers: list(text),
});
export type CommitteeStatus = ValueOf<typeof CommitteeStatus>;

/** The node as storage of a runtime; 2^64-1 before the first round. */
export const StorageStatus = struct("workerStorage.Status", {lastFinalizedRound: Round});
export type StorageStatus = ValueOf<typeof StorageStatus>;

/** A runtime that the node supports. */
export const RuntimeStatus = struct("control.RuntimeStatus", {
  descriptor: nullable(Runtime),
  latestRound: Round,
  latestHash: Hash,
  latestTime: Timestamp,
  latestStateRoot: Root,
  genesisRound: Round,
  genesisHash: Hash,
  lastRetainedRound: Round,
  lastRetainedHash: Hash,
  committee: nullable(CommitteeStatus),
  storage: nullable(StorageStatus),
});
export type RuntimeStatus = ValueOf<typeof RuntimeStatus>;

/** What `control status` shows (cli-config-grpc §4). */
export const Status = struct("control.Status", {
  softwareVersion: text,
  identity: IdentityStatus,
  consensus: ConsensusStatus,
  runtimes: map(Namespace, RuntimeStatus),
  registration: RegistrationStatus,
  pendingUpgrades: list(PendingUpgrade),
});
export type Status = ValueOf<typeof Status>;
