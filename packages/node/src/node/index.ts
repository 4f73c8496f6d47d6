export {exitCodes, type NodeEnd} from "./nodeEnd.ts";
export {NodeError} from "./nodeError.ts";
export type {NodeEnvironment} from "./openParts.ts";
export {type RunningNode, startNode} from "./startNode.ts";
