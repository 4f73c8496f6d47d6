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
  ValidatorPowers,
} from "./types.ts";
