export {
  blockResultsFromAbci,
  blockResultsToAbci,
  transactionResultFromAbci,
  transactionResultToAbci,
} from "./blockResults.ts";
export {AbciEvent, eventFromAbci, eventToAbci} from "./event.ts";
export {AbciParameters} from "./parameters.ts";
export {
  RequestApplySnapshotChunk,
  RequestBeginBlock,
  RequestCheckTx,
  RequestDeliverTx,
  RequestEndBlock,
  RequestInitChain,
  RequestOfferSnapshot,
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
export {Snapshot} from "./snapshots.ts";
export {ValidatorUpdate, validatorUpdateFromAbci, validatorUpdateToAbci} from "./validatorUpdate.ts";
