import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {numberSize} from "./layout.ts";

/** A number of its little-endian bytes. */
export function fromLittleEndian(bytes: Uint8Array): bigint {
  return BigInt(`0x0${toHex(bytes.toReversed())}`);
}

/** The little-endian bytes of a number below 2^3072. */
export function toLittleEndian(value: bigint): Uint8Array {
  return toBigEndian(value).reverse();
}

/** The big-endian bytes of a number below 2^3072. */
export function toBigEndian(value: bigint): Uint8Array {
  const bytes = fromHex(value.toString(16).padStart(2 * numberSize, "0"));
  if (bytes?.length !== numberSize) throw new RangeError("number of more than 3072 bits");
  return bytes;
}

/** Number of bits without leading zeros. */
export function bitLength(value: bigint): number {
  return value === 0n ? 0 : value.toString(2).length;
}

/**
 * What a SIGSTRUCT carries beside its signature, so that the processor need not divide (runtime-workers §3.2). The
 * modulus may not be 0.
 */
export function quotients(signature: bigint, modulus: bigint): {readonly q1: bigint; readonly q2: bigint} {
  const square = signature * signature;
  const q1 = square / modulus;
  return {q1, q2: (square * signature - q1 * signature * modulus) / modulus};
}
