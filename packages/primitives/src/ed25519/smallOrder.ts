import {fromHex} from "../bytes/index.ts";
import {publicKeyLength} from "./sizes.ts";

/**
 * Encodings of the y coordinates of the eight points of small order, sign bit clear. Three of the seven values exist
 * only because non-canonical encodings are accepted (primitives-mkvs §2.7): p and p + 1 are 0 and 1 again, and no
 * other small-order y has a second encoding below 2^255. The two encodings of each x = 0 point with the sign bit set
 * ("−0") count as well, hence the comparison leaves that bit out.
 */
const smallOrderY: readonly Uint8Array[] = [
  "0000000000000000000000000000000000000000000000000000000000000000", // 0, order 4
  "0100000000000000000000000000000000000000000000000000000000000000", // 1, order 1
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05", // order 8
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a", // order 8
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p − 1, order 2
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p = 0
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f", // p + 1 = 1
].map((hex) => fromHex(hex) ?? new Uint8Array());

/** Whether the 32 bytes encode, canonically or not, a point whose order divides eight. */
export function isSmallOrder(encoding: Uint8Array): boolean {
  return smallOrderY.some((y) => sameY(encoding, y));
}

function sameY(encoding: Uint8Array, y: Uint8Array): boolean {
  const top = publicKeyLength - 1;
  for (let i = 0; i < top; i++) if (encoding[i] !== y[i]) return false;
  return ((encoding[top] ?? 0) & 0x7f) === y[top];
}
