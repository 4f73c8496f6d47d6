import {bytes, int32, message, optional, repeated, text, uint32, uint64} from "../protobuf/index.ts";

/** A checkpoint of the state, as engines offer it to each other. */
export const Snapshot = message("abci.Snapshot", {
  height: uint64(1),
  format: uint32(2),
  /** Number of chunks. */
  chunks: uint32(3),
  hash: bytes(4),
  metadata: bytes(5),
});

export const RequestOfferSnapshot = message("abci.RequestOfferSnapshot", {
  snapshot: optional(1, Snapshot),
  /** App hash of the snapshot's height, by a light client. */
  appHash: bytes(2),
});

export const RequestLoadSnapshotChunk = message("abci.RequestLoadSnapshotChunk", {
  height: uint64(1),
  format: uint32(2),
  /** From 0. */
  chunk: uint32(3),
});

export const RequestApplySnapshotChunk = message("abci.RequestApplySnapshotChunk", {
  index: uint32(1),
  chunk: bytes(2),
  /** ID of the peer that sent it. */
  sender: text(3),
});

/** What becomes of a snapshot or chunk; the verdicts beyond `abort` are those of the one or the other. */
export const snapshotResults = {unknown: 0, accept: 1, abort: 2} as const;

export const ResponseListSnapshots = message("abci.ResponseListSnapshots", {
  snapshots: repeated(1, Snapshot),
});

export const ResponseOfferSnapshot = message("abci.ResponseOfferSnapshot", {result: int32(1)});

export const ResponseLoadSnapshotChunk = message("abci.ResponseLoadSnapshotChunk", {
  /** Empty when there is no such chunk. */
  chunk: bytes(1),
});

/** Without what is to be fetched again and whom to ban: accepted chunks say neither. */
export const ResponseApplySnapshotChunk = message("abci.ResponseApplySnapshotChunk", {result: int32(1)});
