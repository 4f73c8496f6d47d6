export type {Batch, NodeDb} from "./api.ts";
export {NodeDbError, type NodeDbErrorCode, nodeDbErrors} from "./errors.ts";
