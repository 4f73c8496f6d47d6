export type {OwnAddresses} from "./addresses.ts";
export {bareDescriptor, withAddresses, withRuntime} from "./descriptor.ts";
export type {RegistrationChain} from "./registrationChain.ts";
export {RegistrationError} from "./registrationError.ts";
export type {RegistrationMetrics, RegistrationStatus} from "./registrationReport.ts";
export {
  RegistrationWorker,
  type RegistrationWorkerOptions,
  registrationStoreName,
} from "./registrationWorker.ts";
export type {DescriptorHook, RoleProvider} from "./roleProviders.ts";
export {
  type PlannedClaim,
  plannedEntityClaim,
  plannedNodeClaim,
  type StakeAmounts,
  type StakeRequirement,
  type StakeRequirements,
  type StakeSituation,
  stakeRequirements,
} from "./stakeRequirements.ts";
