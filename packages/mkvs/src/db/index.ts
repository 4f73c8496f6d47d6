export type {Batch, NodeDb} from "./api.ts";
export {NodeDbError, type NodeDbErrorCode, nodeDbErrors} from "./errors.ts";
export {
  type LmdbNodeDbOptions,
  type NodeDbOptions,
  openLmdbNodeDb,
  openMemoryNodeDb,
  openNodeDb,
} from "./open.ts";
export {type Change, type OrderedStore, WriteSet} from "./orderedStore.ts";
