export {
  blockResultsFromAbci,
  blockResultsToAbci,
  transactionResultFromAbci,
  transactionResultToAbci,
} from "./blockResults.ts";
export {AbciEvent, eventFromAbci, eventToAbci} from "./event.ts";
export {AbciParameters} from "./parameters.ts";
export {
  RequestBeginBlock,
  RequestCheckTx,
  RequestDeliverTx,
  RequestEndBlock,
  RequestInitChain,
} from "./requests.ts";
export {
  AbciResponses,
  ResponseBeginBlock,
  ResponseCommit,
  ResponseDeliverTx,
  ResponseEndBlock,
  ResponseInfo,
  ResponseInitChain,
} from "./responses.ts";
export {
  RequestApplySnapshotChunk,
  RequestLoadSnapshotChunk,
  RequestOfferSnapshot,
  ResponseApplySnapshotChunk,
  ResponseListSnapshots,
  ResponseLoadSnapshotChunk,
  ResponseOfferSnapshot,
  Snapshot,
  snapshotResults,
} from "./snapshots.ts";
export {ValidatorUpdate, validatorUpdateFromAbci, validatorUpdateToAbci} from "./validatorUpdate.ts";
