import {formatDuration, parseDuration} from "./duration.ts";
import {parseGoFloat, parseGoInteger} from "./goNumbers.ts";
import {type OptionType, scalarType} from "./optionType.ts";
import {isWrong, type Parsed} from "./parsed.ts";

const goTrue = ["1", "t", "T", "true", "TRUE", "True"];
const goFalse = ["0", "f", "F", "false", "FALSE", "False"];
/** What YAML 1.1 adds for plain scalars. */
const yamlTrue = ["y", "Y", "yes", "Yes", "YES", "on", "On", "ON"];
const yamlFalse = ["n", "N", "no", "No", "NO", "off", "Off", "OFF"];

function parseBool(text: string): Parsed<boolean> {
  if (goTrue.includes(text)) return {value: true};
  if (goFalse.includes(text)) return {value: false};
  return {wrong: `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`};
}

export const bool: OptionType<boolean> = scalarType({
  flagName: "bool",
  wanted: "true or false",
  isSwitch: true,
  parse: parseBool,
  parseScalar: ({plain, text}) => {
    if (plain && yamlTrue.includes(text)) return {value: true};
    if (plain && yamlFalse.includes(text)) return {value: false};
    return parseBool(text);
  },
  show: (value) => (value ? "true" : null),
});

/** Any text, also an empty one. */
export const text: OptionType<string> = scalarType({
  flagName: "string",
  wanted: "a text",
  parse: (value) => ({value}),
  show: (value) => (value === "" ? null : JSON.stringify(value)),
});

/** Numbers which are counts, ports and the like: checked to be exact as `number`. */
function numberType(flagName: string, bits: number, signed: boolean, wanted: string): OptionType<number> {
  return scalarType({
    flagName,
    wanted,
    parse: (value) => {
      const parsed = parseGoInteger(value, bits, signed);
      if (isWrong(parsed)) return parsed;
      const exact = Number(parsed.value);
      return Number.isSafeInteger(exact) ? {value: exact} : {wrong: `${value} is out of range`};
    },
    show: (value) => (value === 0 ? null : value.toString()),
  });
}

const safeRange = "a whole number below 2^53";
export const int = numberType("int", 64, true, safeRange);
export const uint = numberType("uint", 64, false, `${safeRange}, not negative`);
export const uint8 = numberType("uint8", 8, false, "a whole number from 0 to 255");
export const uint16 = numberType("uint16", 16, false, "a whole number from 0 to 65535");
export const uint32 = numberType("uint32", 32, false, "a whole number from 0 to 4294967295");

/** Quantities of the protocol: all 64 bits. The help calls it `uint`, as pflag does. */
export const uint64: OptionType<bigint> = scalarType({
  flagName: "uint",
  wanted: "a whole number from 0 to 18446744073709551615",
  parse: (value) => parseGoInteger(value, 64, false),
  show: (value) => (value === 0n ? null : value.toString()),
});

export const float: OptionType<number> = scalarType({
  flagName: "float",
  wanted: "a number, such as 0.2",
  parse: parseGoFloat,
  show: (value) => (value === 0 ? null : value.toString()),
});

/** Nanoseconds. */
export const duration: OptionType<bigint> = scalarType({
  flagName: "duration",
  wanted: "a duration with units, such as 300ms, 10s, 2m0s or 24h",
  parse: parseDuration,
  show: (value) => (value === 0n ? null : formatDuration(value)),
});

const sizeText = /^([0-9]{1,15})\s*([kmg]?)b?$/i;
const sizeFactors: Readonly<Record<string, number>> = {"": 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30};

/** Bytes of a text such as `64mb`: the units are binary multiples. `null` when it is no size. */
function parseSize(value: string): number | null {
  const [, digits, unit = ""] = sizeText.exec(value.trim()) ?? [];
  if (digits === undefined) return null;
  const bytes = Number(digits) * (sizeFactors[unit.toLowerCase()] ?? 1);
  return Number.isSafeInteger(bytes) ? bytes : null;
}

/** Bytes. The help calls it `string`, as the reference does. */
export const size: OptionType<number> = scalarType({
  flagName: "string",
  wanted: "a size, such as 64mb or 32kb",
  parse: (value) => {
    const bytes = parseSize(value);
    return bytes === null ? {wrong: `malformed size ${JSON.stringify(value)}`} : {value: bytes};
  },
  show: (bytes) => {
    if (bytes === 0) return null;
    const unit = ["g", "m", "k"].find((name) => bytes % (sizeFactors[name] ?? 1) === 0);
    return JSON.stringify(
      unit === undefined ? bytes.toString() : `${bytes / (sizeFactors[unit] ?? 1)}${unit}b`,
    );
  },
});

/**
 * One of a few words, in any case when `anyCase`. `wrong` makes the reference's text about any other. Types that the
 * reference declares as texts keep `string` as their name in the help.
 */
export function choice<const T extends string>(
  values: readonly T[],
  options: {
    readonly flagName?: string;
    readonly anyCase?: boolean;
    readonly wrong: (found: string) => string;
  },
): OptionType<T> {
  const anyCase = options.anyCase ?? false;
  return scalarType({
    flagName: options.flagName ?? "string",
    wanted: `one of ${values.join(", ")}`,
    parse: (found) => {
      const value = values.find((each) =>
        anyCase ? each.toUpperCase() === found.toUpperCase() : each === found,
      );
      return value === undefined ? {wrong: options.wrong(found)} : {value};
    },
    // Types of their own show their default bare, texts in quotes.
    show: (value) => (options.flagName === undefined ? JSON.stringify(value) : value),
  });
}
