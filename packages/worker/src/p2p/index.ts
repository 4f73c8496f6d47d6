export {Dispatcher, handlingTimeoutMs, maxRetries, maxRetryWorkers} from "./dispatcher.ts";
export type {Gossip, MessageHandler, MessageSource} from "./gossip.ts";
export {MemoryNetwork, type MemoryNetworkOptions} from "./memoryNetwork.ts";
export {CommitteeMessage, CommitteeTx} from "./message.ts";
export {SeenCache} from "./seenCache.ts";
export {accepted, onlyRelayed, refused, retryLater, unhandled, type Verdict} from "./verdict.ts";
