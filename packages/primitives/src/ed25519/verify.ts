import {createHash} from "node:crypto";
import sodium from "sodium-native";
import {multiply, multiplyBase, subtract, timesEight} from "./group.ts";
import {groupOrder, isReduced, scalarFromBytes} from "./scalar.ts";
import {publicKeyLength, signatureLength} from "./sizes.ts";
import {isSmallOrder} from "./smallOrder.ts";

/** One signature to check. */
export interface SignedMessage {
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * Ed25519 verification with the exact rules of the network (primitives-mkvs §2.7, ADR 0009): s below the group order,
 * A and R not of small order but in any encoding, cofactored equation. Wrong lengths are an invalid signature.
 *
 * PERF: a valid signature costs one native verification; an invalid one that passes the cheap checks about four.
 *
 * libsodium's own rules are strictly narrower, so its "yes" is final: it too refuses s ≥ L and small orders, also
 * refuses non-canonical A, and compares the bytes of R with the canonical encoding of [s]B − [k]A, which implies the
 * cofactored equation. Its "no" is not: it refuses torsion differences and non-canonical encodings.
 */
export function verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== publicKeyLength || signature.length !== signatureLength) return false;
  if (!isReduced(signature.subarray(32)) || isSmallOrder(publicKey) || isSmallOrder(signature)) return false;
  return (
    sodium.crypto_sign_verify_detached(signature, message, publicKey) ||
    satisfiesCofactored(publicKey, message, signature)
  );
}

/**
 * Whether every signature is valid: what the reference's batch verification answers, which is cofactored for this very
 * reason. An empty batch is not valid (primitives-mkvs §2.7).
 */
export function verifyBatch(entries: readonly SignedMessage[]): boolean {
  return (
    entries.length > 0 &&
    entries.every(({publicKey, message, signature}) => verify(publicKey, message, signature))
  );
}

const inverseOfEight = inverseModOrder(8n);

/**
 * Decides [8]([s]B − [k]A − R) = 0. With A = A₀ + T, T of small order, [8]A = [8]A₀ and [k/8]([8]A) = [k]A₀, so the
 * equation holds exactly when [s]B − [k/8]([8]A) − R has small order. Every multiplication is then of a point of prime
 * order, which is all that libsodium multiplies.
 */
function satisfiesCofactored(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const encodedR = signature.subarray(0, 32);
  const eightA = timesEight(publicKey);
  if (eightA === null) return false;
  // A and R are hashed as received, not as re-encoded.
  const digest = createHash("sha512").update(encodedR).update(publicKey).update(message).digest();
  const k = (scalarFromBytes(digest) * inverseOfEight) % groupOrder;
  const kA = multiply(k, eightA);
  const sB = multiplyBase(scalarFromBytes(signature.subarray(32)));
  const expectedR = kA && sB && subtract(sB, kA);
  const difference = expectedR && subtract(expectedR, encodedR);
  return difference !== null && isSmallOrder(difference);
}

/** Inverse modulo the (prime) group order, by Fermat's little theorem. */
function inverseModOrder(value: bigint): bigint {
  let result = 1n;
  let square = value;
  for (let exponent = groupOrder - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * square) % groupOrder;
    square = (square * square) % groupOrder;
  }
  return result;
}
