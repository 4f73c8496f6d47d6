export {
  Committee,
  CommitteeKind,
  CommitteeNode,
  CommitteeRole,
  committeeKinds,
  committeeRoles,
} from "./committee.ts";
