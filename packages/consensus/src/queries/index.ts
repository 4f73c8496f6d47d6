export {blockEvents, type EventOrigin, type EventReader, type EventSource} from "./blockEvents.ts";
export {BlockMeta} from "./blockMeta.ts";
export {type ChainBlock, chainBlock} from "./chainBlock.ts";
export {ChainQueries, type ChainQueriesOptions, type EngineAnswer} from "./chainQueries.ts";
export {ChainQueryError} from "./chainQueryError.ts";
export {type ChainStatus, chainStatus} from "./chainStatus.ts";
export {engineParametersBytes} from "./engineParameters.ts";
export {exportDocument, exportDocumentAs, exportRoothashPart} from "./exportState.ts";
export type {ClientResult, ResultEvent, TransactionsWithResults} from "./transactionResults.ts";
