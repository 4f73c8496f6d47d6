import type {Parsed} from "./parsed.ts";

const unitNanoseconds: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};
const part = /([0-9]*)(\.[0-9]*)?([^0-9.]*)/y;
const mostNanoseconds = (1n << 63n) - 1n;
/** More digits than any duration of 64 bits has in any unit, with room for a fraction. */
const longestText = 100;

/** Nanoseconds of a text in Go's syntax: `300ms`, `1h30m`, `-1.5s`, `0`. */
export function parseDuration(text: string): Parsed<bigint> {
  const invalid = {wrong: `time: invalid duration ${JSON.stringify(text)}`};
  const negative = text.startsWith("-");
  const rest = /^[+-]/.test(text) ? text.slice(1) : text;
  if (rest === "0") return {value: 0n};
  if (rest === "" || rest.length > longestText) return invalid;
  let sum = 0n;
  for (let at = 0; at < rest.length; ) {
    part.lastIndex = at;
    const [whole, digits = "", fraction = "", unit = ""] = part.exec(rest) ?? [];
    if (whole === undefined || whole === "" || `${digits}${fraction}`.replace(".", "") === "") return invalid;
    if (unit === "") return {wrong: `time: missing unit in duration ${JSON.stringify(text)}`};
    const nanoseconds = Object.hasOwn(unitNanoseconds, unit) ? unitNanoseconds[unit] : undefined;
    if (nanoseconds === undefined) {
      return {wrong: `time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`};
    }
    sum += BigInt(digits === "" ? 0 : digits) * nanoseconds + fractionOf(fraction.slice(1), nanoseconds);
    at += whole.length;
  }
  return sum > mostNanoseconds ? invalid : {value: negative ? -sum : sum};
}

function fractionOf(digits: string, nanoseconds: bigint): bigint {
  return digits === "" ? 0n : (BigInt(digits) * nanoseconds) / 10n ** BigInt(digits.length);
}

/** Go's text of a duration: `2m0s`, `1.5s`, `300ms`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return "0s";
  const sign = nanoseconds < 0n ? "-" : "";
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < 1_000_000_000n) {
    const [unit, factor] =
      size < 1_000n ? ["ns", 1n] : size < 1_000_000n ? ["µs", 1_000n] : ["ms", 1_000_000n];
    return `${sign}${decimalText(size, BigInt(factor))}${unit}`;
  }
  const seconds = `${decimalText(size % 60_000_000_000n, 1_000_000_000n)}s`;
  const minutes = size / 60_000_000_000n;
  if (minutes === 0n) return `${sign}${seconds}`;
  const hours = minutes / 60n;
  return `${sign}${hours === 0n ? "" : `${hours}h`}${minutes % 60n}m${seconds}`;
}

/** A fraction of a power of ten, without zeros at its end. */
function decimalText(value: bigint, factor: bigint): string {
  const fraction = (value % factor)
    .toString()
    .padStart(factor.toString().length - 1, "0")
    .replace(/0+$/, "");
  return `${value / factor}${factor === 1n || fraction === "" ? "" : `.${fraction}`}`;
}
