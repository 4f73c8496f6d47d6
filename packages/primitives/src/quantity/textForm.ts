import {QuantityError} from "./quantityError.ts";

/** What is no digit of a number with such a prefix; a lone leading zero means octal. */
const foreign = {"0b": /[^01]/, "0o": /[^0-7]/, "0x": /[^0-9a-f]/, "0": /[^0-7]/, "": /[^0-9]/} as const;

/**
 * Amount of its text form: the reference parses it as a Go number of any base, so `0x10` is 16, `0755` is octal and
 * `1_000` is a thousand; a sign may precede (primitives-mkvs §1.5). A minus is fine before zero only.
 * Throws `QuantityError` `malformedText` or, below zero, `invalidQuantity`.
 */
export function quantityFromText(text: string): bigint {
  const sign = text.startsWith("-") || text.startsWith("+") ? text.slice(0, 1) : "";
  const value = parseMagnitude(text.slice(sign.length).toLowerCase());
  if (value === null) throw QuantityError.malformedText(text);
  if (sign === "-" && value > 0n) throw QuantityError.invalidQuantity({value: -value});
  return value;
}

/** Decimal digits. */
export function quantityToText(quantity: bigint): string {
  return quantity.toString();
}

function parseMagnitude(text: string): bigint | null {
  const prefix = basePrefix(text);
  // A separator stands between digits, and also between a prefix and the first digit.
  const body = text.slice(prefix.length);
  if (body.endsWith("_") || body.includes("__") || (prefix === "" && body.startsWith("_"))) return null;
  const digits = body.replaceAll("_", "");
  if (digits === "" || foreign[prefix].test(digits)) return null;
  return toBigInt(`${prefix === "0" ? "0o" : prefix}${digits}`);
}

function basePrefix(text: string): keyof typeof foreign {
  const two = text.slice(0, 2);
  if (two === "0b" || two === "0o" || two === "0x") return two;
  return text.startsWith("0") && text !== "0" ? "0" : "";
}

function toBigInt(text: string): bigint | null {
  try {
    return BigInt(text);
  } catch {
    // Only a number beyond the engine's limit of 2^30 bits gets here.
    return null;
  }
}
