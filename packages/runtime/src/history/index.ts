export {HistoryError, type HistoryErrorCode} from "./historyError.ts";
export {type KeepLastOptions, keepLast} from "./keepLast.ts";
export {type HistoryBlock, maxPrunedRounds, type PruneHandler, RuntimeHistory} from "./runtimeHistory.ts";
