import {toHex} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Hash} from "@oasis-node/primitives/hash";

/** A tree cannot answer a request for a proof, or an answer is no good. */
export class SyncerError extends TypedError<
  "dirtyRoot" | "invalidRoot" | "dirtyNode" | "unexpectedRoot" | "nodeMissing" | "tooManyFetches"
> {
  static dirtyRoot(): SyncerError {
    return new SyncerError("dirtyRoot", "mkvs: root is dirty");
  }

  static invalidRoot(): SyncerError {
    return new SyncerError("invalidRoot", "mkvs: invalid root");
  }

  static dirtyNode(): SyncerError {
    return new SyncerError("dirtyNode", "proof: attempted to add a dirty node");
  }

  static unexpectedRoot(root: Hash): SyncerError {
    return new SyncerError("unexpectedRoot", `mkvs: got proof for unexpected root (${toHex(root)})`);
  }

  static nodeMissing(): SyncerError {
    return new SyncerError("nodeMissing", "mkvs: received result did not contain node (or cache too small)");
  }

  static tooManyFetches(limit: number): SyncerError {
    return new SyncerError("tooManyFetches", "mkvs: one operation needs too many proofs", {details: {limit}});
  }
}

/** A proof does not prove what it should. Errors inside its nodes and hashes are `NodeError` and `HashError`. */
export class ProofError extends TypedError<
  "unexpectedRoot" | "emptyProof" | "malformed" | "unexpectedEntry" | "badRoot"
> {
  static unexpectedRoot(expected: Hash, actual: Hash): ProofError {
    const text = `verifier: got proof for unexpected root (expected: ${toHex(expected)} got: ${toHex(actual)})`;
    return new ProofError("unexpectedRoot", text);
  }

  static emptyProof(): ProofError {
    return new ProofError("emptyProof", "verifier: empty proof");
  }

  static malformed(): ProofError {
    return new ProofError("malformed", "verifier: malformed proof");
  }

  static unexpectedEntry(tag: number): ProofError {
    return new ProofError("unexpectedEntry", `verifier: unexpected entry in proof (${tag.toString(16)})`);
  }

  static badRoot(expected: Hash, actual: Hash): ProofError {
    const text = `verifier: bad root (expected: ${toHex(expected)} got: ${toHex(actual)})`;
    return new ProofError("badRoot", text);
  }
}
