export {
  Committee,
  CommitteeKind,
  CommitteeNode,
  CommitteeRole,
  committeeKinds,
  committeeRoles,
  SchedulerGenesis,
  SchedulerParameters,
  Validator,
} from "./types.ts";
