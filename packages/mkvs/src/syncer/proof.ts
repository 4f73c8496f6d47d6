import {bytes, list, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Hash} from "@oasis-node/primitives/hash";

/** First byte of a proof entry: a node in compact form, or the hash of a subtree that is left out. */
export const proofEntryTag = {node: 0x01, hash: 0x02} as const;

/**
 * Part of a tree that can be checked against a root hash: pre-order entries, `null` for empty subtrees
 * (primitives-mkvs §4.8).
 */
export const Proof = struct("syncer.Proof", {
  /** The root the proof claims to be for. Verify against one that is known from elsewhere. */
  untrustedRoot: Hash,
  entries: list(bytes),
});
export type Proof = ValueOf<typeof Proof>;
