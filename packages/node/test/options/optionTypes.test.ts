import {describe, expect, test} from "vitest";
import {
  bool,
  duration,
  float,
  formatDuration,
  helpRows,
  int,
  nodeOptions,
  type OptionType,
  option,
  parseDuration,
  size,
  stringMap,
  strings,
  text,
  uint8,
  uint16,
  uint32,
  uint64,
} from "../../src/options/index.ts";

const invalid = "invalid syntax";
const range = "value out of range";
const cases: readonly (readonly [name: string, type: OptionType<unknown>, text: string, outcome: unknown])[] =
  [
    ["int", int, "42", 42],
    ["int", int, "-0x1f", -31],
    ["int", int, "010", 8],
    ["int", int, "0o17", 15],
    ["int", int, "0b101", 5],
    ["int", int, "1_000", 1000],
    ["int", int, "+7", 7],
    ["int", int, "9223372036854775808", range],
    ["int", int, "9007199254740993", "out of range"],
    ["int", int, "", invalid],
    ["int", int, "08", invalid],
    ["int", int, "1__0", invalid],
    ["int", int, "1.5", invalid],
    ["int", int, "9".repeat(1e6), range],
    ["uint8", uint8, "256", range],
    ["uint16", uint16, "65535", 65535],
    ["uint16", uint16, "+1", invalid],
    ["uint16", uint16, "-1", invalid],
    ["uint32", uint32, "4294967296", range],
    ["uint64", uint64, "18446744073709551615", 18446744073709551615n],
    ["uint64", uint64, "18446744073709551616", range],
    ["bool", bool, "T", true],
    ["bool", bool, "0", false],
    ["bool", bool, "yes", invalid],
    ["float", float, "0.2", 0.2],
    ["float", float, "1e-3", 0.001],
    ["float", float, ".5", 0.5],
    ["float", float, "NaN", range],
    ["float", float, "1e999", range],
    ["float", float, ".", invalid],
    ["float", float, "", invalid],
    ["duration", duration, "1h15m30.918273645s", 4530918273645n],
    ["duration", duration, "-1.5h", -5400000000000n],
    ["duration", duration, ".5s", 500000000n],
    ["duration", duration, "1µs", 1000n],
    ["duration", duration, "0", 0n],
    ["duration", duration, "3", "missing unit"],
    ["duration", duration, "1d", 'unknown unit "d"'],
    ["duration", duration, "", "invalid duration"],
    ["duration", duration, ".s", "invalid duration"],
    ["duration", duration, "1.2.3s", "missing unit"],
    ["duration", duration, "9223372036854775807ns", 9223372036854775807n],
    ["duration", duration, "9223372036854775808ns", "invalid duration"],
    ["duration", duration, "1__proto__", "unknown unit"],
    ["size", size, "64mb", 67108864],
    ["size", size, "32 KB", 32768],
    ["size", size, "7", 7],
    ["size", size, "2g", 2147483648],
    ["size", size, "1tb", "malformed size"],
    ["size", size, "-1mb", "malformed size"],
    ["size", size, "999999999999999g", "malformed size"],
    ["strings", strings, "", []],
    ["strings", strings, 'a,"b,""c""",', ["a", 'b,"c"', ""]],
    ["strings", strings, 'a"b', "a lone"],
    ["strings", strings, '"a', "a lone"],
    ["strings", strings, '"a"b', "a lone"],
    ["stringMap", stringMap, "a=1,2", new Map([["a", "1,2"]])],
    ["stringMap", stringMap, "", new Map()],
  ];

describe("values of options", () => {
  test.each(cases)("of type %s", (_name, type, given, outcome) => {
    const parsed = type.fromTexts([given]);
    if (typeof outcome === "string") expect(parsed).toEqual({wrong: expect.stringContaining(outcome)});
    else expect(parsed).toEqual({value: outcome});
  });

  test("given more than once: lists grow, of others the last counts, and each has to be right", () => {
    expect(strings.fromTexts(["a,b", "c"])).toEqual({value: ["a", "b", "c"]});
    expect(int.fromTexts(["1", "2"])).toEqual({value: 2});
    expect(int.fromTexts(["x", "2"])).toHaveProperty("wrong");
  });
});

describe("durations", () => {
  test.each([
    [0n, "0s"],
    [1n, "1ns"],
    [1100n, "1.1µs"],
    [2_200_000n, "2.2ms"],
    [3_300_000_000n, "3.3s"],
    [245_000_000_000n, "4m5s"],
    [245_001_000_000n, "4m5.001s"],
    [18_367_001_000_000n, "5h6m7.001s"],
    [-1_500_000n, "-1.5ms"],
    [86_400_000_000_000n, "24h0m0s"],
  ])("%s ns are %s, both ways", (nanoseconds, shown) => {
    expect(formatDuration(nanoseconds)).toBe(shown);
    expect(parseDuration(shown)).toEqual({value: nanoseconds});
  });
});

describe("the help", () => {
  test("has a line for each flag that is not hidden, in pflag's form, by name", () => {
    const table = {
      zeta: option(bool, true, "one"),
      "a.b": option(text, "x", "two", {shorthand: "q"}),
      hidden: option(text, "", "three", {hidden: true}),
      "a.c": option(strings, [], "four"),
    };
    expect(helpRows(table)).toEqual([
      {flag: "-q, --a.b string", text: 'two (default "x")'},
      {flag: "    --a.c strings", text: "four"},
      {flag: "    --zeta", text: "one (default true)"},
    ]);
    expect(helpRows(nodeOptions).length).toBeGreaterThan(100);
  });
});
