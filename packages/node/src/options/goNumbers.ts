import type {Parsed} from "./parsed.ts";

/** Decimal, or with the prefixes and underscores of Go's `ParseInt(s, 0, bits)`. */
const prefixed = /^(?:0[xX](?:_?[0-9a-fA-F])+|0[oO]?(?:_?[0-7])+|0[bB](?:_?[01])+|0|[1-9](?:_?[0-9])*)$/;
const decimal = /^[0-9]+$/;
const goFloat = /^[+-]?(?:(?:[0-9]+(?:_[0-9]+)*)?\.?[0-9]*(?:[eE][+-]?[0-9]+)?|inf|infinity|nan)$/i;
/** Longer than any 64-bit number: such a text is not worth the work of a conversion. */
const longestNumber = 80;

/** A whole number of so many bits in the ways of Go's flags: decimal, `0x`, `0o` or `0`, `0b`. */
export function parseGoInteger(text: string, bits: number, signed: boolean): Parsed<bigint> {
  const parser = signed ? "ParseInt" : "ParseUint";
  const failed = (why: string) => ({wrong: `strconv.${parser}: parsing ${JSON.stringify(text)}: ${why}`});
  const negative = signed && text.startsWith("-");
  const digits = signed && /^[+-]/.test(text) ? text.slice(1) : text;
  if (digits.length > longestNumber)
    return failed(decimal.test(digits) ? "value out of range" : "invalid syntax");
  if (!prefixed.test(digits)) return failed("invalid syntax");
  const plain = digits.replaceAll("_", "").toLowerCase();
  // Go also takes a leading zero alone for octal.
  const magnitude = BigInt(/^0[0-7]/.test(plain) ? `0o${plain.slice(1)}` : plain);
  const value = negative ? -magnitude : magnitude;
  const [least, most] = signed
    ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n]
    : [0n, (1n << BigInt(bits)) - 1n];
  return value < least || value > most ? failed("value out of range") : {value};
}

/** A number with decimal point or exponent, as Go's `ParseFloat` takes it; no hexadecimal ones. */
export function parseGoFloat(text: string): Parsed<number> {
  const failed = (why: string) => ({wrong: `strconv.ParseFloat: parsing ${JSON.stringify(text)}: ${why}`});
  if (text.length > longestNumber || !goFloat.test(text) || !/[0-9]|inf|nan/i.test(text)) {
    return failed("invalid syntax");
  }
  const value = Number(text.replaceAll("_", ""));
  // Infinity and NaN have no meaning for any option.
  return Number.isFinite(value) ? {value} : failed("value out of range");
}
