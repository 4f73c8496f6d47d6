export {registryErrors} from "./errors.ts";
export {registryMethods} from "./methods.ts";
export {
  AdmissionPolicy,
  AnyNodePolicy,
  Constraints,
  EntityWhitelistConfig,
  EntityWhitelistPolicy,
  MaxNodesConstraint,
  MinPoolSizeConstraint,
  SchedulingConstraints,
  ValidatorSetConstraint,
} from "./types/admission.ts";
export {DeregisterEntity, UnfreezeNode} from "./types/bodies.ts";
export {EntityEvent, NodeEvent, NodeUnfrozenEvent, RegistryEvent, RuntimeEvent} from "./types/events.ts";
export {RegistryGenesis} from "./types/genesis.ts";
export {RegistryParameters, registryGasOps} from "./types/parameters.ts";
export {
  GovernanceModel,
  governanceModels,
  Runtime,
  RuntimeGenesis,
  runtimeKinds,
  runtimeVersion,
  VersionInfo,
} from "./types/runtime.ts";
export {
  ExecutorParameters,
  RuntimeStakingParameters,
  StorageParameters,
  TxnSchedulerParameters,
  txnSchedulerSimple,
} from "./types/runtimeParameters.ts";
export {NodeStatus} from "./types/status.ts";
export {type RuntimeChecks, RuntimeError, type RuntimeErrorCode, validateRuntime} from "./validateRuntime.ts";
