import {hash} from "node:crypto";
import {concat} from "@oasis-node/primitives/bytes";

/** Size of a hash in bytes. */
export const hashSize = 32;

const [leafPrefix, innerPrefix] = [Uint8Array.of(0), Uint8Array.of(1)];

/** SHA-256. PERF: one native call; its digest comes as text, which costs less than a buffer of its own. */
export function sha256(data: Uint8Array): Uint8Array {
  const text = hash("sha256", data, "latin1");
  const digest = new Uint8Array(hashSize);
  for (let i = 0; i < hashSize; i++) digest[i] = text.charCodeAt(i);
  return digest;
}

/** Hash of a leaf, told apart from that of an inner node (RFC 6962 §2.1). */
export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concat(leafPrefix, leaf));
}

export function innerHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concat(innerPrefix, left, right));
}

/** How many of `count` leaves, at least 2, go to the left: the largest power of two below it. */
export function splitPoint(count: bigint): bigint {
  let split = 1n;
  while (split * 2n < count) split *= 2n;
  return split;
}
