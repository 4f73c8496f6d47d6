export {type DebugControllerOptions, debugController, debugErrors} from "./debugController.ts";
export {Milestone} from "./milestone.ts";
export {type ControlledNode, nodeController} from "./nodeController.ts";
export {nodeReport, type ReportedNode} from "./nodeReport.ts";
