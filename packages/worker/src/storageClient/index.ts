export {collect} from "./collect.ts";
export {localFirst} from "./localFirst.ts";
export type {ReceiptSignatures} from "./receiptCheck.ts";
export {
  isStorageNodeOf,
  RegisteredNodes,
  type RegisteredNodesOptions,
  type StorageConnection,
} from "./registeredNodes.ts";
export type {StorageApi, StorageCallOptions, StorageNode} from "./storageApi.ts";
export {StorageClient, type StorageClientOptions} from "./storageClient.ts";
export {StorageClientError, type StorageClientErrorCode} from "./storageClientError.ts";
