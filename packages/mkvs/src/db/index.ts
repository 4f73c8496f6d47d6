export type {Batch, NodeDb} from "./api.ts";
export {NodeDbError, type NodeDbErrorCode, nodeDbErrors} from "./errors.ts";
export {LmdbStore, type LmdbStoreOptions} from "./lmdbStore.ts";
export {MemoryStore} from "./memoryStore.ts";
export {
  type LmdbNodeDbOptions,
  type NodeDbOptions,
  openLmdbNodeDb,
  openMemoryNodeDb,
  openNodeDb,
} from "./open.ts";
export {type Change, type OrderedStore, WriteSet} from "./orderedStore.ts";
