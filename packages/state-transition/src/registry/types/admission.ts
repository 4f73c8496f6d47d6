import {map, nullable, omitEmpty, struct, u16, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";
import {CommitteeKind, CommitteeRole} from "../../committee/index.ts";
import {RolesMask} from "../../node/index.ts";

/** Any node may register. */
export const AnyNodePolicy = struct("registry.AnyNodeRuntimeAdmissionPolicy", {});
export type AnyNodePolicy = ValueOf<typeof AnyNodePolicy>;

/** How many nodes of an entity may register for each role; no limit at all when there is no map or an empty one. */
export const EntityWhitelistConfig = struct("registry.EntityWhitelistConfig", {
  maxNodes: omitEmpty(map(RolesMask, u16)),
});
export type EntityWhitelistConfig = ValueOf<typeof EntityWhitelistConfig>;

/** Only nodes of the listed entities may register. */
export const EntityWhitelistPolicy = struct("registry.EntityWhitelistRuntimeAdmissionPolicy", {
  entities: map(PublicKey, EntityWhitelistConfig),
});
export type EntityWhitelistPolicy = ValueOf<typeof EntityWhitelistPolicy>;

/** Which nodes may register for a runtime: exactly one of the policies is set (consensus-paratime §5). */
export const AdmissionPolicy = struct("registry.RuntimeAdmissionPolicy", {
  anyNode: omitEmpty(nullable(AnyNodePolicy)),
  entityWhitelist: omitEmpty(nullable(EntityWhitelistPolicy)),
});
export type AdmissionPolicy = ValueOf<typeof AdmissionPolicy>;

/** The entity has a node among the validators. */
export const ValidatorSetConstraint = struct("registry.ValidatorSetConstraint", {});
export type ValidatorSetConstraint = ValueOf<typeof ValidatorSetConstraint>;

/** At most so many nodes of one entity are eligible. */
export const MaxNodesConstraint = struct("registry.MaxNodesConstraint", {limit: u16});
export type MaxNodesConstraint = ValueOf<typeof MaxNodesConstraint>;

/** There are at least so many candidates. */
export const MinPoolSizeConstraint = struct("registry.MinPoolSizeConstraint", {limit: u16});
export type MinPoolSizeConstraint = ValueOf<typeof MinPoolSizeConstraint>;

/** What an election demands; all that is set (consensus-paratime §2.5). */
export const SchedulingConstraints = struct("registry.SchedulingConstraints", {
  validatorSet: omitEmpty(nullable(ValidatorSetConstraint)),
  maxNodes: omitEmpty(nullable(MaxNodesConstraint)),
  minPoolSize: omitEmpty(nullable(MinPoolSizeConstraint)),
});
export type SchedulingConstraints = ValueOf<typeof SchedulingConstraints>;

/** Constraints by committee kind, then by role. */
export const Constraints = map(CommitteeKind, map(CommitteeRole, SchedulingConstraints));
export type Constraints = ValueOf<typeof Constraints>;
