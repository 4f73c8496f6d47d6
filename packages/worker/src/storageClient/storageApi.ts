import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Api, CallOptions} from "@oasis-node/rpc/service";
import type {storageService} from "@oasis-node/rpc/services";

/** What the Storage service does. */
export type StorageApi = Api<typeof storageService>;

/** A storage node that can be asked. */
export interface StorageNode {
  /** Node key. */
  readonly id: PublicKey;
  readonly api: StorageApi;
}

/** How several nodes are asked. */
export interface StorageCallOptions extends CallOptions {
  /** Node keys of those to be asked before the others, such as those that acknowledged the write. */
  readonly first?: readonly PublicKey[];
  /** Whether a node is not to be asked at all. */
  readonly isExcluded?: (id: PublicKey) => boolean;
  /** Told whose answer was taken. */
  readonly onAnswer?: (id: PublicKey) => void;
}
