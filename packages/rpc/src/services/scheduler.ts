import {list, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Committee} from "@oasis-node/state-transition/committee";
import {SchedulerGenesis, SchedulerParameters, Validator} from "@oasis-node/state-transition/scheduler/types";
import {defineService, stream, unary} from "../service/index.ts";

export const GetCommitteesRequest = struct("scheduler.GetCommitteesRequest", {
  height: Height,
  runtimeId: Namespace,
});
export type GetCommitteesRequest = ValueOf<typeof GetCommitteesRequest>;

/** Validators and committees (cli-config-grpc §5.3). */
export const schedulerService = defineService("Scheduler", {
  getValidators: unary(Height, list(Validator)),
  getCommittees: unary(GetCommitteesRequest, list(Committee)),
  stateToGenesis: unary(Height, SchedulerGenesis),
  consensusParameters: unary(Height, SchedulerParameters),
  watchCommittees: stream(null, Committee),
});
