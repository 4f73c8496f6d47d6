import {toHex} from "../bytes/index.ts";

/** Order of the prime-order subgroup. */
export const groupOrder = 2n ** 252n + 27742317777372353535851937790883648493n;

const scalarLength = 32;
const orderBytes = scalarToBytes(groupOrder);

/** Whether 32 little-endian bytes are a number below the group order. */
export function isReduced(scalar: Uint8Array): boolean {
  for (let i = scalarLength - 1; i >= 0; i--) {
    const difference = (scalar[i] ?? 0) - (orderBytes[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** The number in little-endian bytes, reduced modulo the group order. */
export function scalarFromBytes(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`) % groupOrder;
}

/** 32 little-endian bytes of a number below 2^256. */
export function scalarToBytes(scalar: bigint): Uint8Array {
  return new Uint8Array(Buffer.from(scalar.toString(16).padStart(2 * scalarLength, "0"), "hex").reverse());
}
