import {QuantityError} from "./quantityError.ts";

/** Whether the number is an amount, that is, not negative. */
export function isQuantity(value: bigint): boolean {
  return value >= 0n;
}

/** `a - b`. Throws `QuantityError` `insufficientBalance` when `b` is more than `a`. */
export function subtract(a: bigint, b: bigint): bigint {
  if (!isQuantity(b)) throw QuantityError.invalidQuantity({b});
  if (a < b) throw QuantityError.insufficientBalance({have: a, need: b});
  return a - b;
}

/** Takes `b`, or all of `a` where that is less: what was taken and what is left. */
export function subtractUpTo(a: bigint, b: bigint): {readonly taken: bigint; readonly left: bigint} {
  if (!isQuantity(b)) throw QuantityError.invalidQuantity({b});
  const taken = a < b ? a : b;
  return {taken, left: a - taken};
}

/** `a / b` without its fraction. Throws `QuantityError` `invalidQuantity` when `b` is zero. */
export function quotient(a: bigint, b: bigint): bigint {
  if (b <= 0n) throw QuantityError.invalidQuantity({b});
  return a / b;
}
