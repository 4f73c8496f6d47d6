import {toHex} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Pointer} from "../node/index.ts";

/** A tree cannot do what was asked. */
export class TreeError extends TypedError<
  "closed" | "knownRootMismatch" | "commitInProgress" | "mergeMismatch" | "mergeIntoDirty"
> {
  static closed(): TreeError {
    return new TreeError("closed", "mkvs: tree is closed");
  }

  static knownRootMismatch(expected: Hash, actual: Hash): TreeError {
    return new TreeError("knownRootMismatch", "mkvs: known root mismatch", {
      details: {expected: toHex(expected), actual: toHex(actual)},
    });
  }

  /** Changes made while a commit is being written would be taken for stored ones. */
  static commitInProgress(): TreeError {
    return new TreeError("commitInProgress", "mkvs: tree is being committed");
  }

  static mergeMismatch(expected: Hash, actual: Hash): TreeError {
    const text = `merger: hash mismatch during merge (expected: ${toHex(expected)} got: ${toHex(actual)})`;
    return new TreeError("mergeMismatch", text);
  }

  static mergeIntoDirty(): TreeError {
    return new TreeError("mergeIntoDirty", "merger: merging into non-clean subtree not yet supported");
  }
}

/** A node that an operation needs is neither in memory nor in a node database. The operation has changed nothing. */
export class MissingNodeError extends TypedError<"missingNode"> {
  /** The link that could not be followed. */
  readonly pointer: Pointer;
  /** What the operation was looking for below it. */
  readonly key: Uint8Array;

  constructor(pointer: Pointer, key: Uint8Array) {
    super("missingNode", "mkvs: node is not available", {details: {hash: toHex(pointer.hash)}});
    this.pointer = pointer;
    this.key = key;
  }
}
