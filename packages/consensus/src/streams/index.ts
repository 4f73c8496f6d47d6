export {maxWaitingBlocks} from "./blockReader.ts";
export type {NodeList, RuntimeBlock} from "./blockTopics.ts";
export {ChainStreams, type StreamOptions} from "./chainStreams.ts";
