import {createPrivateKey, createPublicKey, diffieHellman, type KeyObject} from "node:crypto";
import {concat} from "../bytes/index.ts";
import {MraeError} from "./mraeError.ts";

/** Size of X25519 public and private keys in bytes. */
export const boxKeySize = 32;

const pkcs8Header = Uint8Array.of(0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 4, 0x22, 4, 0x20);
const spkiHeader = Uint8Array.of(0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x6e, 3, 0x21, 0);

const fieldPrime = 2n ** 255n - 19n;
/** The u-coordinates of the points of order 1, 2, 4 and 8 of curve and twist. */
const lowOrderCoordinates: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  fieldPrime - 1n,
  325606250916557431795983626356110631294008115727848805560023387167927233504n,
  39382357235489614581723060781553021112529911719440698176882885853963445705823n,
]);

/** Public key of an X25519 private key, 32 bytes each (RFC 7748). Throws `MraeError` `keyLength`. */
export function x25519PublicKey(privateKey: Uint8Array): Uint8Array {
  const spki = createPublicKey(importPrivateKey(privateKey)).export({type: "spki", format: "der"});
  return new Uint8Array(spki.subarray(spkiHeader.length));
}

/**
 * Shared secret of RFC 7748, 32 bytes. A peer's point of low order gives 32 zeros, not an error: the reference does not
 * look (primitives-mkvs §3.3, kept), while OpenSSL refuses. Throws `MraeError` `keyLength`.
 */
export function x25519(privateKey: Uint8Array, peersPublicKey: Uint8Array): Uint8Array {
  const own = importPrivateKey(privateKey);
  const peers = importPublicKey(peersPublicKey);
  if (isLowOrder(peersPublicKey)) return new Uint8Array(boxKeySize);
  return diffieHellman({privateKey: own, publicKey: peers});
}

function importPrivateKey(bytes: Uint8Array): KeyObject {
  checkLength(bytes);
  const key = Buffer.from(concat(pkcs8Header, bytes));
  try {
    return createPrivateKey({key, format: "der", type: "pkcs8"});
  } finally {
    key.fill(0);
  }
}

function importPublicKey(bytes: Uint8Array): KeyObject {
  checkLength(bytes);
  return createPublicKey({key: Buffer.from(concat(spkiHeader, bytes)), format: "der", type: "spki"});
}

/** Multiplication clears the cofactor, so just the points of order dividing 8 give zero. The top bit does not count. */
function isLowOrder(publicKey: Uint8Array): boolean {
  let u = 0n;
  for (const byte of publicKey.toReversed()) u = (u << 8n) | BigInt(byte);
  return lowOrderCoordinates.has((u & (2n ** 255n - 1n)) % fieldPrime);
}

function checkLength(key: Uint8Array): void {
  if (key.length !== boxKeySize) throw new MraeError("keyLength", {length: key.length});
}
