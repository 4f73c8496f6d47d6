import {errorModule} from "../errors/index.ts";

/** Errors of module `staking/token`. */
export const tokenErrors = errorModule("staking/token", {
  invalidTokenValueExponent: [1, "staking/token: invalid token's value exponent"],
});

/** Longest token symbol in bytes. */
export const maxTokenSymbolLength = 8;

/** What a token symbol must look like to be registered. */
export const tokenSymbolPattern = /^[A-Z]+$/;

/** Largest base-10 exponent between a token and its base unit. */
export const maxTokenExponent = 20;

/**
 * `numerator / 10^exponent` in decimal: at least one digit on each side of the point, no trailing zeros on the right but
 * for a lone one (primitives-mkvs §2.4).
 */
export function prettyFraction(numerator: bigint, exponent: number): string {
  const digits = numerator.toString().padStart(exponent + 1, "0");
  const point = digits.length - exponent;
  const fraction = trimTrailingZeros(digits.slice(point));
  return `${digits.slice(0, point)}.${fraction === "" ? "0" : fraction}`;
}

/** An amount in tokens. Throws `tokenErrors.invalidTokenValueExponent` for an exponent above 20. */
export function toTokenAmount(amount: bigint, exponent: number): string {
  if (exponent > maxTokenExponent) throw tokenErrors.invalidTokenValueExponent({details: {exponent}});
  return prettyFraction(amount, exponent);
}

/** Linear in the text, unlike a pattern anchored at its end. */
function trimTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
