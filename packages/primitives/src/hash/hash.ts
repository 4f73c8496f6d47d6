import {type Branded, fromHexOrBase64, toHex} from "../bytes/index.ts";
import {binary, type Schema} from "../cbor/index.ts";
import {HashError} from "./hashError.ts";

/** Size of a hash in bytes. */
export const hashSize = 32;

/** SHA-512/256 digest, 32 bytes (primitives-mkvs §2.1). */
export type Hash = Branded<Uint8Array, "Hash">;
export const Hash: Schema<Hash> = binary<Hash>({
  name: "hash.Hash",
  length: hashSize,
  error: "hash: malformed hash",
  json: {to: toHex, from: hashFromText},
});

/** Whether the bytes have the size of a hash. */
export function isHash(bytes: Uint8Array): bytes is Hash {
  return bytes.length === hashSize;
}

/** The same bytes as a hash. Throws `HashError` `malformed` unless there are 32. */
export function asHash(bytes: Uint8Array): Hash {
  if (!isHash(bytes)) throw HashError.malformed({length: bytes.length});
  return bytes;
}

/** Hash of its text form: hexadecimal of either case, or base64. Throws `HashError` `malformed`. */
export function hashFromText(text: string): Hash {
  const hash = fromHexOrBase64(text, isHash);
  if (hash === null) throw HashError.malformed({text});
  return hash;
}

/** The first `length` bytes, 1 to 32. Throws `HashError` `truncateSize` for another length. */
export function truncateHash(hash: Hash, length: number): Uint8Array {
  if (!Number.isInteger(length) || length < 1 || length > hashSize) throw HashError.truncateSize({length});
  return hash.slice(0, length);
}
