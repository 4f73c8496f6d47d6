import {describe, expect, test} from "vitest";
import {BytesMap} from "../../src/bytes/index.ts";
import {
  binary,
  bool,
  bytes,
  embed,
  field,
  fixedBytes,
  fromJson,
  i64,
  list,
  map,
  nullable,
  omitEmpty,
  rawMessage,
  type Schema,
  struct,
  text,
  time,
  toJson,
  tuple,
  u8,
  u64,
  zeroTime,
} from "../../src/cbor/index.ts";
import {JsonError, type JsonErrorCode, parseJson, stringifyJson} from "../../src/json/index.ts";
import {Quantity} from "../../src/quantity/index.ts";
import {hex} from "./hex.ts";

function json<T>(schema: Schema<T>, value: T): string {
  return stringifyJson(toJson(schema, value));
}

function parsed<T>(schema: Schema<T>, input: string): T {
  return fromJson(schema, parseJson(input));
}

function refusal<T>(schema: Schema<T>, input: string): JsonErrorCode | null {
  try {
    parsed(schema, input);
  } catch (error) {
    if (error instanceof JsonError) return error.code;
    throw error;
  }
  return null;
}

const Inner = struct("Inner", {x: omitEmpty(u8)});
const S = struct("S", {
  zz: text,
  big: u64,
  inner: omitEmpty(Inner),
  amount: omitEmpty(Quantity),
  maybe: omitEmpty(nullable(Quantity)),
  data: omitEmpty(bytes),
  flag: omitEmpty(bool),
  hidden: field("hidden", u8, {json: false}),
  other: field("other", u8, {json: "Other"}),
});

test("fields in declaration order; omitempty leaves structs and amounts in", () => {
  expect(json(S, S.zero())).toBe('{"zz":"","big":0,"inner":{},"amount":"0","Other":0}');
  expect(json(S, S.make({big: 2n ** 64n - 1n, maybe: 0n, data: hex("01"), flag: true, hidden: 9}))).toBe(
    '{"zz":"","big":18446744073709551615,"inner":{},"amount":"0","maybe":"0","data":"AQ==","flag":true,"Other":0}',
  );
});

test("what was written is read again", () => {
  const value = S.make({zz: "a<b>", big: 2n ** 63n + 1n, amount: 10n ** 30n, data: hex("00ff"), other: 7});
  expect(parsed(S, json(S, value))).toEqual(value);
});

test("reading ignores unknown members, the case of keys, and null", () => {
  expect(parsed(S, '{"ZZ":"x","nope":[1],"hidden":5,"big":null}')).toEqual(S.make({zz: "x"}));
});

test("nil, empty and byte forms", () => {
  expect([json(bytes, null), json(bytes, hex("")), json(list(u8), null), json(list(u8), [])]).toEqual([
    "null",
    '""',
    "null",
    "[]",
  ]);
  expect(json(rawMessage, hex("f6"))).toBe('"9g=="');
  expect(json(fixedBytes("f", 2), hex("01ff"))).toBe("[1,255]");
  expect(parsed(fixedBytes("f", 2), "[1]")).toEqual(hex("0100"));
  expect(parsed(bytes, "[1,255]")).toEqual(hex("01ff"));
  expect(json(tuple("T", {a: u8}), {a: 1})).toBe('{"a":1}');
  expect(json(struct("S", {inner: embed(Inner), b: u8}), {inner: {x: 1}, b: 2})).toBe('{"x":1,"b":2}');
});

describe("maps", () => {
  test("keys are texts, sorted as such", () => {
    expect(json(map(u64, bool), new Map([2n, 10n, 1n].map((key) => [key, true])))).toBe(
      '{"1":true,"10":true,"2":true}',
    );
    const Key = binary({name: "key", length: 1, json: "hex"});
    expect(
      json(
        map(Key, u8),
        new BytesMap([
          [hex("ff"), 1],
          [hex("0a"), 2],
        ]),
      ),
    ).toBe('{"0a":2,"ff":1}');
    expect(json(map(text, u8), new Map(Object.entries({"\u{1F600}": 1, "\uffee": 2})))).toBe(
      '{"\uffee":2,"\u{1F600}":1}',
    );
  });

  test("are read back", () => {
    expect(parsed(map(i64, u8), '{"-5":1}')).toEqual(new Map([[-5n, 1]]));
    expect(refusal(map(u64, u8), '{"-5":1}')).toBe("range");
    expect(refusal(map(u64, u8), '{"x":1}')).toBe("type");
  });
});

test("times", () => {
  expect(json(time, zeroTime)).toBe('"0001-01-01T00:00:00Z"');
  expect(json(time, 1_577_836_800_120_000_000n)).toBe('"2020-01-01T00:00:00.12Z"');
  expect(json(time, -1n)).toBe('"1969-12-31T23:59:59.999999999Z"');
  expect(parsed(time, '"2020-01-01T01:30:00.000000001+01:30"')).toBe(1_577_836_800_000_000_001n);
  for (const bad of ['"2020-02-30T00:00:00Z"', '"2020-01-01"', '"2020-01-01T24:00:00Z"'])
    expect(refusal(time, bad)).toBe("value");
});

test.each([
  ["fraction", u64, "1.0", "type"],
  ["exponent", u64, "1e3", "type"],
  ["minus zero into unsigned", u64, "-0", "type"],
  ["negative into unsigned", u64, "-1", "range"],
  ["2^64", u64, "18446744073709551616", "range"],
  ["text for a number", u64, '"1"', "type"],
  ["number for text", text, "1", "type"],
  ["bad base64", bytes, '"!"', "value"],
  ["object for a list", list(u8), "{}", "type"],
  ["list for an object", S, "[]", "type"],
  ["text for a boolean", bool, '"true"', "type"],
  ["bad text of a type", Quantity, '"x"', "value"],
] as const)("refused: %s", (_, schema, input, code) => {
  expect(refusal<unknown>(schema, input)).toBe(code);
});

test("minus zero is a signed zero", () => expect(parsed(i64, "-0")).toBe(0n));
