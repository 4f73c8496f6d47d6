import {errorModule, TypedError, type TypedErrorOptions} from "@oasis-node/primitives/errors";

/** Errors of node databases that travel over the wire (primitives-mkvs §4.11). */
export const nodeDbErrors = errorModule("storage/mkvs/db", {
  nodeNotFound: [1, "mkvs: node not found in node db"],
  writeLogNotFound: [2, "mkvs: write log not found in node db"],
  notFinalized: [3, "mkvs: version is not yet finalized"],
  alreadyFinalized: [4, "mkvs: version has already been finalized"],
  versionNotFound: [5, "mkvs: version not found"],
  previousVersionMismatch: [6, "mkvs: previous version mismatch"],
  versionWentBackwards: [7, "mkvs: version went backwards"],
  rootNotFound: [8, "mkvs: root not found"],
  rootMustFollowOld: [9, "mkvs: root must follow old root"],
  badNamespace: [10, "mkvs: bad namespace"],
  notEarliest: [11, "mkvs: version is not the earliest version"],
  readOnly: [12, "mkvs: read-only database"],
  multipartInProgress: [13, "mkvs: multipart already in progress"],
  invalidMultipartVersion: [
    14,
    "mkvs: operation called with different version than current multipart version",
  ],
  upgradeInProgress: [15, "mkvs: database upgrade in progress"],
});

/**
 * - `storageFull`: no room on the disk, or the quota is used up.
 * - `storageFailed`: any other failure of the storage below, or a mutation after one.
 * - `corrupted`: stored bytes are not what was written.
 * - `incompatible`: the database on disk has another schema version or namespace.
 * - `invalidOperation`: the caller broke the contract.
 * - `closed`: the database has been closed.
 */
export type NodeDbErrorCode =
  | "storageFull"
  | "storageFailed"
  | "corrupted"
  | "incompatible"
  | "invalidOperation"
  | "closed";

/** Failures of a node database the reference gives no module and number. */
export class NodeDbError extends TypedError<NodeDbErrorCode> {
  constructor(code: NodeDbErrorCode, context: string, options: TypedErrorOptions = {}) {
    super(code, `mkvs: node db: ${context}`, options);
  }
}
