import {
  boolean,
  bytes,
  embedded,
  int32,
  int64,
  message,
  optional,
  repeated,
  text,
  timestamp,
} from "../protobuf/index.ts";
import {Header} from "../tendermint/index.ts";
import {AbciParameters} from "./parameters.ts";
import {ValidatorUpdate} from "./validatorUpdate.ts";

export const RequestInitChain = message("abci.RequestInitChain", {
  /** Nanoseconds since 1970. */
  time: timestamp(1),
  chainId: text(2),
  parameters: optional(3, AbciParameters),
  validators: repeated(4, ValidatorUpdate),
  appState: bytes(5),
  initialHeight: int64(6),
});

const Validator = message("abci.Validator", {address: bytes(1), power: int64(3)});

const VoteInfo = message("abci.VoteInfo", {validator: embedded(1, Validator), signedLastBlock: boolean(2)});

const LastCommitInfo = message("abci.LastCommitInfo", {round: int32(1), votes: repeated(2, VoteInfo)});

/** Misbehaviour that the engine found proved. */
const AbciEvidence = message("abci.Evidence", {
  /** 1: a duplicate vote, 2: an attack on light clients. */
  type: int32(1),
  validator: embedded(2, Validator),
  height: int64(3),
  /** Nanoseconds since 1970. */
  time: timestamp(4),
  totalVotingPower: int64(5),
});

export const RequestBeginBlock = message("abci.RequestBeginBlock", {
  hash: bytes(1),
  header: embedded(2, Header),
  lastCommitInfo: embedded(3, LastCommitInfo),
  byzantineValidators: repeated(4, AbciEvidence),
});

export const RequestCheckTx = message("abci.RequestCheckTx", {
  tx: bytes(1),
  /** 0: a new transaction, 1: one that waits and is checked again. */
  type: int32(2),
});

export const RequestDeliverTx = message("abci.RequestDeliverTx", {tx: bytes(1)});

export const RequestEndBlock = message("abci.RequestEndBlock", {height: int64(1)});
