import sodium from "sodium-native";
import {scalarToBytes} from "./scalar.ts";
import {publicKeyLength} from "./sizes.ts";

/** Canonical encoding of the neutral element. */
const neutral: Uint8Array = Uint8Array.of(1, ...new Uint8Array(publicKeyLength - 1));

/**
 * The curve group through libsodium's group API. Points are encodings: operands of sums and differences may be any
 * point, of mixed order and in non-canonical encoding, and `null` says that an operand is no point at all.
 */
export function subtract(p: Uint8Array, q: Uint8Array): Uint8Array | null {
  return computed((out) => sodium.crypto_core_ed25519_sub(out, p, q));
}

/** `[8]p`: a point without torsion component. */
export function timesEight(p: Uint8Array): Uint8Array | null {
  const two = add(p, p);
  const four = two && add(two, two);
  return four && add(four, four);
}

/** `[n]p` for a point of prime order in canonical encoding and `n` below the group order. */
export function multiply(n: bigint, p: Uint8Array): Uint8Array | null {
  if (n === 0n) return neutral;
  return computed((out) => sodium.crypto_scalarmult_ed25519_noclamp(out, scalarToBytes(n), p));
}

/** `[n]B` for `n` below the group order. */
export function multiplyBase(n: bigint): Uint8Array | null {
  if (n === 0n) return neutral;
  return computed((out) => sodium.crypto_scalarmult_ed25519_base_noclamp(out, scalarToBytes(n)));
}

function add(p: Uint8Array, q: Uint8Array): Uint8Array | null {
  return computed((out) => sodium.crypto_core_ed25519_add(out, p, q));
}

function computed(operation: (out: Uint8Array) => void): Uint8Array | null {
  const out = new Uint8Array(publicKeyLength);
  try {
    operation(out);
    return out;
  } catch (error) {
    // What the binding throws when libsodium refuses an operand; anything else is not about the operands.
    if (error instanceof Error && error.message.startsWith("status: ")) return null;
    throw error;
  }
}
