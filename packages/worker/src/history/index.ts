export {HistoryIndexer, type HistoryIndexerOptions, type IndexedChain} from "./historyIndexer.ts";
export {HistoryIndexerError, type HistoryIndexerErrorCode} from "./historyIndexerError.ts";
