export {
  Committee,
  CommitteeKind,
  CommitteeNode,
  CommitteeRole,
  committeeKinds,
  committeeRoles,
} from "../committee/index.ts";
export {SchedulerGenesis, SchedulerParameters, Validator, ValidatorPowers} from "./types.ts";
