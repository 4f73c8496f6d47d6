import {toHex} from "../bytes/index.ts";
import {QuantityError} from "./quantityError.ts";

/** Most bytes an amount may have: what a BigInt of Node can hold. */
const maxLength = 2 ** 27 - 1;

/** Big-endian magnitude without leading zeros; no bytes for zero. Throws `QuantityError` `invalidQuantity` below zero. */
export function quantityToBytes(quantity: bigint): Uint8Array {
  if (quantity < 0n) throw QuantityError.invalidQuantity({quantity});
  if (quantity === 0n) return new Uint8Array();
  const hex = quantity.toString(16);
  return new Uint8Array(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex"));
}

/** Amount of a big-endian magnitude; leading zeros are fine. */
export function quantityFromBytes(bytes: Uint8Array): bigint {
  if (bytes.length > maxLength) throw QuantityError.invalidQuantity({length: bytes.length});
  if (bytes.length <= 6) return BigInt(bytes.reduce((value, byte) => value * 256 + byte, 0));
  return BigInt(`0x${toHex(bytes)}`);
}
