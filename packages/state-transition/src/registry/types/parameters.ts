import {bool, map, omitEmpty, struct, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Costs} from "../../consensus/index.ts";
import {GovernanceModel} from "./runtime.ts";

/** Gas operations of the registry module; key manager policies are charged here too (consensus-core §3.1). */
export const registryGasOps = {
  registerEntity: "register_entity",
  deregisterEntity: "deregister_entity",
  registerNode: "register_node",
  unfreezeNode: "unfreeze_node",
  registerRuntime: "register_runtime",
  runtimeEpochMaintenance: "runtime_epoch_maintenance",
  updateKeyManager: "update_keymanager",
} as const;

/** Consensus parameters of the registry, state key `16`; expiration in epochs (consensus-core §5.3). */
export const RegistryParameters = struct("registry.ConsensusParameters", {
  debugAllowUnroutableAddresses: omitEmpty(bool),
  debugAllowTestRuntimes: omitEmpty(bool),
  debugBypassStake: omitEmpty(bool),
  disableRuntimeRegistration: omitEmpty(bool),
  disableKmRuntimeRegistration: omitEmpty(bool),
  gasCosts: omitEmpty(Costs),
  maxNodeExpiration: omitEmpty(u64),
  enableRuntimeGovernanceModels: omitEmpty(map(GovernanceModel, bool)),
});
export type RegistryParameters = ValueOf<typeof RegistryParameters>;
