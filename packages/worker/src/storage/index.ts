export {
  checkAccess,
  type GatedMethod,
  guardedStorage,
  type PolicyLookup,
  type StorageAccess,
  storagePolicy,
} from "./access.ts";
export {StorageWorkerError, type StorageWorkerErrorCode, storageWorkerErrors} from "./errors.ts";
export type {RemoteStorage} from "./fetchDiff.ts";
export {LocalStorage, type LocalStorageOptions} from "./localStorage.ts";
export {type OpenStorageOptions, openStorage, storageFiles} from "./openStorage.ts";
export {receiptContext} from "./receipts.ts";
export {RuntimeStorage, type RuntimeStorageOptions} from "./runtimeStorage.ts";
export {
  type ExternalStorageOptions,
  externalStorage,
  type StorageLookup,
  storageRouter,
} from "./services.ts";
export {Slots} from "./slots.ts";
export {storageStoreName} from "./summary.ts";
export type {StorageMetrics} from "./syncRunner.ts";
export {type RuntimeStorageLookup, storageWorkerBackend, syncedStorage} from "./workerService.ts";
