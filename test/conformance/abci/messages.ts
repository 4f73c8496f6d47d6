import {
  message,
  type ProtoValue,
  protoBool,
  protoBytes,
  protoI64,
  protoList,
  protoMessage,
  protoText,
  protoU32,
  protoU64,
} from "./protobuf.ts";

/** The messages of Tendermint 0.34 that the recordings hold, with the fields that matter here. */

const Timestamp = message("google.protobuf.Timestamp", {seconds: protoI64(1), nanos: protoI64(2)});
export type Timestamp = ProtoValue<(typeof Timestamp)["fields"]>;

const EventAttribute = message("abci.EventAttribute", {
  key: protoBytes(1),
  value: protoBytes(2),
  index: protoBool(3),
});

const Event = message("abci.Event", {type: protoText(1), attributes: protoList(2, EventAttribute)});

const PublicKey = message("crypto.PublicKey", {ed25519: protoBytes(1)});

const ValidatorUpdate = message("abci.ValidatorUpdate", {
  publicKey: protoMessage(1, PublicKey),
  power: protoI64(2),
});
export type ValidatorUpdate = ProtoValue<(typeof ValidatorUpdate)["fields"]>;

const Validator = message("abci.Validator", {address: protoBytes(1), power: protoI64(3)});

const VoteInfo = message("abci.VoteInfo", {validator: protoMessage(1, Validator), signed: protoBool(2)});

const LastCommitInfo = message("abci.LastCommitInfo", {round: protoI64(1), votes: protoList(2, VoteInfo)});

const Evidence = message("abci.Evidence", {
  type: protoU32(1),
  validator: protoMessage(2, Validator),
  height: protoI64(3),
});

const Header = message("types.Header", {
  chainId: protoText(2),
  height: protoI64(3),
  time: protoMessage(4, Timestamp),
  lastCommitHash: protoBytes(6),
  appHash: protoBytes(11),
  lastResultsHash: protoBytes(12),
  proposerAddress: protoBytes(14),
});

const Duration = message("google.protobuf.Duration", {seconds: protoI64(1), nanos: protoI64(2)});

const BlockParameters = message("abci.BlockParams", {maxBytes: protoI64(1), maxGas: protoI64(2)});

const EvidenceParameters = message("types.EvidenceParams", {
  maxAgeNumBlocks: protoI64(1),
  maxAgeDuration: protoMessage(2, Duration),
  maxBytes: protoI64(3),
});

const InitialParameters = message("abci.ConsensusParams", {
  block: protoMessage(1, BlockParameters),
  evidence: protoMessage(2, EvidenceParameters),
});

export const RequestInitChain = message("abci.RequestInitChain", {
  time: protoMessage(1, Timestamp),
  chainId: protoText(2),
  parameters: protoMessage(3, InitialParameters),
  validators: protoList(4, ValidatorUpdate),
  appState: protoBytes(5),
  initialHeight: protoI64(6),
});

export const ResponseInitChain = message("abci.ResponseInitChain", {appHash: protoBytes(3)});

export const ResponseInfo = message("abci.ResponseInfo", {
  appVersion: protoU64(3),
  lastBlockHeight: protoI64(4),
  lastBlockAppHash: protoBytes(5),
});

export const RequestBeginBlock = message("abci.RequestBeginBlock", {
  hash: protoBytes(1),
  header: protoMessage(2, Header),
  lastCommit: protoMessage(3, LastCommitInfo),
  byzantineValidators: protoList(4, Evidence),
});
export type RequestBeginBlock = ProtoValue<(typeof RequestBeginBlock)["fields"]>;

export const ResponseBeginBlock = message("abci.ResponseBeginBlock", {events: protoList(1, Event)});

export const RequestCheckTx = message("abci.RequestCheckTx", {tx: protoBytes(1), type: protoU32(2)});

export const RequestDeliverTx = message("abci.RequestDeliverTx", {tx: protoBytes(1)});

/** ResponseCheckTx and ResponseDeliverTx have the same layout. */
export const ResponseTx = message("abci.ResponseDeliverTx", {
  code: protoU32(1),
  data: protoBytes(2),
  log: protoText(3),
  gasWanted: protoI64(5),
  gasUsed: protoI64(6),
  events: protoList(7, Event),
  codespace: protoText(8),
});

const VersionParameters = message("types.VersionParams", {appVersion: protoU64(1)});

const ConsensusParameters = message("abci.ConsensusParams", {version: protoMessage(4, VersionParameters)});

export const ResponseEndBlock = message("abci.ResponseEndBlock", {
  validatorUpdates: protoList(1, ValidatorUpdate),
  consensusParameters: protoMessage(2, ConsensusParameters),
  events: protoList(3, Event),
});

export const ResponseCommit = message("abci.ResponseCommit", {
  data: protoBytes(2),
  retainHeight: protoI64(3),
});

const Snapshot = message("abci.Snapshot", {
  height: protoU64(1),
  format: protoU32(2),
  chunks: protoU32(3),
  hash: protoBytes(4),
  metadata: protoBytes(5),
});

export const RequestOfferSnapshot = message("abci.RequestOfferSnapshot", {
  snapshot: protoMessage(1, Snapshot),
  appHash: protoBytes(2),
});

export const RequestApplySnapshotChunk = message("abci.RequestApplySnapshotChunk", {
  index: protoU32(1),
  chunk: protoBytes(2),
});

/** Both answers about snapshots begin with their verdict; 1 = accepted. */
export const ResponseSnapshot = message("abci.ResponseOfferSnapshot", {result: protoU32(1)});
