import {bytes, message, uint32, uint64} from "../protobuf/index.ts";

/** A checkpoint of the state, as engines offer it to each other. */
export const Snapshot = message("abci.Snapshot", {
  height: uint64(1),
  format: uint32(2),
  /** Number of chunks. */
  chunks: uint32(3),
  hash: bytes(4),
  metadata: bytes(5),
});
