import type {Namespace} from "@oasis-node/primitives/namespace";
import type {MkvsNode, Pointer, Root} from "../node/index.ts";
import type {LogEntry, WriteLog} from "../writeLog/index.ts";

/**
 * Stores the versions of the trees of one namespace (primitives-mkvs §4.11). Reads are synchronous. Mutations run one
 * after another in the order they were called; each either happens as a whole or throws and changes nothing. When the
 * storage below fails, the database stops: every later mutation throws `NodeDbError` with that failure as its cause.
 */
export interface NodeDb {
  readonly namespace: Namespace;

  /**
   * The node behind a clean pointer that was read below `root`. Children come as pointers that are not loaded, except
   * the embedded leaf. Throws `nodeNotFound`, also when the version has been pruned, `rootNotFound`, `badNamespace`.
   */
  getNode(root: Root, pointer: Pointer): MkvsNode;

  /** Pointer to the top of a stored tree, not loaded; `null` for the empty hash. Throws as `getNode`. */
  rootPointer(root: Root): Pointer | null;

  /**
   * Starts to store a root derived from `oldRoot`. A chunk is a part of a tree, stored while a multipart insert of its
   * version is in progress. Throws `multipartInProgress`, `invalidMultipartVersion`, `readOnly`.
   */
  newBatch(oldRoot: Root, version: bigint, chunk: boolean): Batch;

  /** Whether the root is stored; always true for the empty hash. */
  hasRoot(root: Root): boolean;

  /** All roots stored for a version, in no particular order; none when it has been pruned. */
  getRootsForVersion(version: bigint): Root[];

  /** Last finalised version; `null` when there is none. */
  getLatestVersion(): bigint | null;

  /** First version that has not been pruned; `null` when nothing has been finalised. */
  getEarliestVersion(): bigint | null;

  /**
   * Makes the roots, all of one version, and those they were derived from permanent. All other roots of the version
   * are discarded, with the roots of later versions derived from them. Durable when it returns. Throws `notFinalized`
   * (the previous version is not), `alreadyFinalized`, `rootNotFound`, `invalidMultipartVersion`, `readOnly`.
   */
  finalize(roots: readonly Root[]): Promise<void>;

  /**
   * Removes the earliest version: it cannot be read any more. Its room is given back together with that of at most 63
   * others; a crash before that can bring it back. Throws `notFinalized`, `notEarliest`, `multipartInProgress`, `readOnly`.
   */
  prune(version: bigint): Promise<void>;

  /**
   * Removes all versions before `version` and gives their room back, in as few transactions as sensible. Durable when it
   * returns. Throws as `prune`.
   */
  pruneTo(version: bigint): Promise<void>;

  /**
   * Changes from `start` to `end`, over at most two hops within the version of `end`, newest hop first. Throws
   * `writeLogNotFound`, `rootMustFollowOld`, `rootNotFound`, `badNamespace`.
   */
  getWriteLog(start: Root, end: Root): Iterable<LogEntry>;

  /** From now on only chunks of `version`, which is not 0, can be stored. Throws `multipartInProgress`. */
  startMultipartInsert(version: bigint): Promise<void>;

  /** Drops all chunks stored since the start; does nothing when no multipart insert is in progress. */
  abortMultipartInsert(): Promise<void>;

  /** Bytes in use by the storage below. */
  size(): number;

  /** Waits until everything committed so far is durable. */
  sync(): Promise<void>;

  close(): Promise<void>;
}

/** A root being stored. To be used once, by one tree. */
export interface Batch {
  /**
   * A node to store, after its embedded leaf and its children, with its hash computed. The pointer must keep the node
   * loaded until the commit, which sets `dbRef`.
   */
  putNode(pointer: Pointer): void;

  /**
   * Pointers of nodes which were stored below the old root and are not part of the new one, with the `dbRef` they
   * were read with (embedded leaves too). Those without a `dbRef` are ignored.
   */
  removeNodes(pointers: readonly Pointer[]): void;

  /** The net changes from the old root to the new one. */
  putWriteLog(log: WriteLog): void;

  /**
   * Stores the batch as `root`, whose top is `pointer` (`null` for the empty hash). Afterwards `dbRef` of everything
   * loaded below the pointer is right, also when an equal root had been stored before. Durable once its
   * version is finalised; a crash before that may lose it, closing the database does not. Throws `badNamespace`, `rootMustFollowOld`,
   * `alreadyFinalized`, `rootNotFound`, `previousVersionMismatch`, `invalidMultipartVersion`; then nothing is stored
   * and no pointer is changed.
   */
  commit(root: Root, pointer: Pointer | null): Promise<void>;

  /** Forgets everything put so far. */
  reset(): void;
}
