import {concat, equal} from "@oasis-node/primitives/bytes";
import {hashSize} from "../merkle/index.ts";
import {bytes, embedded, encode, message, type ProtoValue, uint32} from "../protobuf/index.ts";
import {fingerprint, upperHex} from "./goText.ts";
import {checkHash} from "./hashCheck.ts";
import {TendermintError, within} from "./tendermintError.ts";

/** How many parts a block has, and the Merkle root over them. */
export const PartSetHeader = message("types.PartSetHeader", {total: uint32(1), hash: bytes(2)});
export type PartSetHeader = ProtoValue<typeof PartSetHeader>;

/** Names a block: hash of its header, and its parts. All empty for no block. */
export const BlockId = message("types.BlockID", {
  hash: bytes(1),
  partSetHeader: embedded(2, PartSetHeader),
});
export type BlockId = ProtoValue<typeof BlockId>;

/** Checks the sizes of its hashes. Throws `TendermintError` `invalidBlockId`. */
export function checkBlockId({hash, partSetHeader}: BlockId): void {
  try {
    checkHash(hash);
  } catch (cause) {
    // The reference leaves out the reason here, and here only.
    throw new TendermintError("invalidBlockId", "wrong Hash", {cause});
  }
  within("invalidBlockId", "wrong PartSetHeader: wrong Hash", () => checkHash(partSetHeader.hash));
}

export function isPartSetHeaderEqual(a: PartSetHeader, b: PartSetHeader): boolean {
  return a.total === b.total && equal(a.hash, b.hash);
}

export function isBlockIdEqual(a: BlockId, b: BlockId): boolean {
  return equal(a.hash, b.hash) && isPartSetHeaderEqual(a.partSetHeader, b.partSetHeader);
}

/** Whether it names no block. */
export function isBlockIdZero({hash, partSetHeader}: BlockId): boolean {
  return hash.length === 0 && partSetHeader.total === 0 && partSetHeader.hash.length === 0;
}

/** Whether it names a block and its parts. */
export function isBlockIdComplete({hash, partSetHeader}: BlockId): boolean {
  return hash.length === hashSize && partSetHeader.total > 0 && partSetHeader.hash.length === hashSize;
}

/** Bytes by which the votes of a duplicate are ordered. */
export function blockIdKey({hash, partSetHeader}: BlockId): Uint8Array {
  return concat(hash, encode(PartSetHeader, partSetHeader));
}

/** As Go prints it: `HASH:total:FINGERPRINT`. */
export function blockIdText({hash, partSetHeader}: BlockId): string {
  return `${upperHex(hash)}:${partSetHeader.total}:${fingerprint(partSetHeader.hash)}`;
}
