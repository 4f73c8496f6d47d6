// Wire types alone: a door for those who encode and decode, and run nothing.
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
} from "./admission.ts";
export {DeregisterEntity, UnfreezeNode} from "./bodies.ts";
export {EntityEvent, NodeEvent, NodeUnfrozenEvent, RegistryEvent, RuntimeEvent} from "./events.ts";
export {RegistryGenesis} from "./genesis.ts";
export {RegistryParameters, registryGasOps} from "./parameters.ts";
export {
  GovernanceModel,
  governanceModels,
  Runtime,
  RuntimeGenesis,
  runtimeKinds,
  runtimeVersion,
  VersionInfo,
} from "./runtime.ts";
export {
  ExecutorParameters,
  RuntimeStakingParameters,
  StorageParameters,
  TxnSchedulerParameters,
  txnSchedulerSimple,
} from "./runtimeParameters.ts";
export {NodeStatus} from "./status.ts";
