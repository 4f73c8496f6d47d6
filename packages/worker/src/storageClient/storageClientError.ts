import {TypedError} from "@oasis-node/primitives/errors";

/**
 * - `notAvailable`: there is no node to ask;
 * - `notWritten`: no node has acknowledged the write;
 * - `partiallyWritten`: some have, but fewer than the runtime wants;
 * - `tooLarge`: a node sends more than anybody could want;
 * - `badReceipt`: a node's receipt does not speak of what it was asked to keep.
 */
export type StorageClientErrorCode =
  | "notAvailable"
  | "notWritten"
  | "partiallyWritten"
  | "tooLarge"
  | "badReceipt";

/** Storage nodes did not do what was asked of them. */
export class StorageClientError extends TypedError<StorageClientErrorCode> {
  static notAvailable(): StorageClientError {
    return new StorageClientError("notAvailable", "storage/client: storage not available");
  }
}
