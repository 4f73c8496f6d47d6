import {
  bytes,
  list,
  nullable,
  omitEmpty,
  struct,
  u8,
  u16,
  u32,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey, Signature} from "@oasis-node/primitives/signature";
import {Version} from "@oasis-node/primitives/version";
import {enumeration} from "../../enumeration/index.ts";
import {WriteLog} from "../../storage/index.ts";
import {AdmissionPolicy, Constraints} from "./admission.ts";
import {
  ExecutorParameters,
  RuntimeStakingParameters,
  StorageParameters,
  TxnSchedulerParameters,
} from "./runtimeParameters.ts";

/** Version of runtime descriptors, the only one allowed (consensus-paratime §5). */
export const runtimeVersion = 2;

/** Kinds of runtime; a plain number in JSON too (consensus-paratime §5). */
export const runtimeKinds = {invalid: 0, compute: 1, keyManager: 2} as const;

/** Who may update a runtime (consensus-paratime §5). */
export const governanceModels = {invalid: 0, entity: 1, runtime: 2, consensus: 3} as const;

/** One of `governanceModels`; an integer in CBOR, text in JSON. */
export const GovernanceModel = enumeration("registry.RuntimeGovernanceModel", u8, governanceModels, {
  writeOnly: ["invalid"],
});
export type GovernanceModel = ValueOf<typeof GovernanceModel>;

/** State from which a runtime starts, or the promise of storage nodes that they have it (consensus-paratime §5). */
export const RuntimeGenesis = struct("registry.RuntimeGenesis", {
  stateRoot: Hash,
  state: WriteLog,
  storageReceipts: list(Signature),
  round: Round,
});
export type RuntimeGenesis = ValueOf<typeof RuntimeGenesis>;

/** Version of a runtime; `tee` is the CBOR of the enclaves it may run in. */
export const VersionInfo = struct("registry.VersionInfo", {version: Version, tee: omitEmpty(bytes)});
export type VersionInfo = ValueOf<typeof VersionInfo>;

/** Descriptor of a runtime, state keys `13` and `18` (consensus-paratime §5). */
export const Runtime = struct("registry.Runtime", {
  v: u16,
  id: Namespace,
  entityId: PublicKey,
  genesis: RuntimeGenesis,
  kind: u32,
  teeHardware: u8,
  versions: VersionInfo,
  keyManager: omitEmpty(nullable(Namespace)),
  executor: omitEmpty(ExecutorParameters),
  txnScheduler: omitEmpty(TxnSchedulerParameters),
  storage: omitEmpty(StorageParameters),
  admissionPolicy: AdmissionPolicy,
  constraints: omitEmpty(Constraints),
  staking: omitEmpty(RuntimeStakingParameters),
  governanceModel: GovernanceModel,
});
export type Runtime = ValueOf<typeof Runtime>;
