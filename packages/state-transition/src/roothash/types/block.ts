import {list, mapped, struct, u8, u16, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Hash, hashOfValue} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Signature} from "@oasis-node/primitives/signature";
import {timestampFromText, timestampToText} from "./timestamp.ts";

/** Kinds of runtime block; a plain number in JSON too (consensus-paratime §3.2). */
export const headerTypes = {
  invalid: 0,
  normal: 1,
  roundFailed: 2,
  epochTransition: 3,
  suspended: 4,
} as const;

/** Unix seconds: an integer in CBOR, RFC 3339 in JSON (consensus-paratime §3.2). */
export const Timestamp = mapped(u64, {
  name: "block.Timestamp",
  to: (seconds) => seconds,
  from: (seconds) => seconds,
  json: {
    to: timestampToText,
    from: (json) => (typeof json === "string" ? timestampFromText(json) : null),
  },
});
export type Timestamp = ValueOf<typeof Timestamp>;

/** Header of a runtime block; storage signatures are never filled in by consensus (consensus-paratime §3.2). */
export const Header = struct("block.Header", {
  version: u16,
  namespace: Namespace,
  round: Round,
  timestamp: Timestamp,
  headerType: u8,
  previousHash: Hash,
  ioRoot: Hash,
  stateRoot: Hash,
  messagesHash: Hash,
  storageSignatures: list(Signature),
});
export type Header = ValueOf<typeof Header>;

/** A runtime block (consensus-paratime §3.2). */
export const Block = struct("block.Block", {header: Header});
export type Block = ValueOf<typeof Block>;

/** Hash by which the next block refers to this one. */
export function headerHash(header: Header): Hash {
  return hashOfValue(Header, header);
}
