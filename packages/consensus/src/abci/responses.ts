import {
  bytes,
  int64,
  message,
  optional,
  type ProtoValue,
  repeated,
  text,
  uint32,
  uint64,
} from "../protobuf/index.ts";
import {AbciEvent} from "./event.ts";
import {AbciParameters} from "./parameters.ts";
import {ValidatorUpdate} from "./validatorUpdate.ts";

export const ResponseInfo = message("abci.ResponseInfo", {
  data: text(1),
  version: text(2),
  appVersion: uint64(3),
  /** 0 before the first block. */
  lastBlockHeight: int64(4),
  lastBlockAppHash: bytes(5),
});

export const ResponseInitChain = message("abci.ResponseInitChain", {
  parameters: optional(1, AbciParameters),
  validators: repeated(2, ValidatorUpdate),
  appHash: bytes(3),
});

export const ResponseBeginBlock = message("abci.ResponseBeginBlock", {events: repeated(1, AbciEvent)});

/** Also the layout of a ResponseCheckTx. */
export const ResponseDeliverTx = message("abci.ResponseDeliverTx", {
  code: uint32(1),
  data: bytes(2),
  log: text(3),
  info: text(4),
  gasWanted: int64(5),
  gasUsed: int64(6),
  events: repeated(7, AbciEvent),
  codespace: text(8),
});
export type ResponseDeliverTx = ProtoValue<typeof ResponseDeliverTx>;

export const ResponseEndBlock = message("abci.ResponseEndBlock", {
  validatorUpdates: repeated(1, ValidatorUpdate),
  parameterUpdates: optional(2, AbciParameters),
  events: repeated(3, AbciEvent),
});

export const ResponseCommit = message("abci.ResponseCommit", {
  /** App hash. */
  data: bytes(2),
  /** Blocks below need not be kept; 0 = keep all. */
  retainHeight: int64(3),
});

/** All answers for a block, in the form in which the engine stores them. */
export const AbciResponses = message("state.ABCIResponses", {
  deliverTxs: repeated(1, ResponseDeliverTx),
  endBlock: optional(2, ResponseEndBlock),
  beginBlock: optional(3, ResponseBeginBlock),
});
export type AbciResponses = ProtoValue<typeof AbciResponses>;
