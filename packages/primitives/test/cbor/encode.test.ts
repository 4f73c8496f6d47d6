import {describe, expect, test} from "vitest";
import {BytesMap} from "../../src/bytes/index.ts";
import {
  binary,
  bool,
  bytes,
  duration,
  embed,
  encode,
  field,
  fixedBytes,
  i64,
  int,
  list,
  map,
  nullable,
  omitEmpty,
  rawMessage,
  struct,
  text,
  time,
  tuple,
  u8,
  u16,
  u32,
  u64,
  zeroTime,
} from "../../src/cbor/index.ts";
import {Hash} from "../../src/hash/index.ts";
import {Quantity} from "../../src/quantity/index.ts";
import {Version} from "../../src/version/index.ts";
import {cborCode, encodeHex, hex} from "./hex.ts";

describe("heads are the shortest", () => {
  test.each([
    [0n, "00"],
    [23n, "17"],
    [24n, "1818"],
    [255n, "18ff"],
    [256n, "190100"],
    [65535n, "19ffff"],
    [65536n, "1a00010000"],
    [2n ** 32n - 1n, "1affffffff"],
    [2n ** 32n, "1b0000000100000000"],
    [2n ** 53n + 1n, "1b0020000000000001"],
    [2n ** 64n - 1n, "1bffffffffffffffff"],
  ])("u64 %s", (value, expected) => expect(encodeHex(u64, value)).toBe(expected));

  test.each([
    [-1n, "20"],
    [-24n, "37"],
    [-25n, "3818"],
    [-(2n ** 32n), "3affffffff"],
    [-(2n ** 63n), "3b7fffffffffffffff"],
    [2n ** 63n - 1n, "1b7fffffffffffffff"],
  ])("i64 %s", (value, expected) => expect(encodeHex(i64, value)).toBe(expected));

  test("of strings and containers too", () => {
    expect(encodeHex(bytes, new Uint8Array(300)).slice(0, 6)).toBe("59012c");
    expect(encodeHex(text, "x".repeat(24)).slice(0, 4)).toBe("7818");
    expect(encodeHex(list(u8), new Array(24).fill(0)).slice(0, 4)).toBe("9818");
  });
});

describe("leaves", () => {
  test("booleans, durations and small integers", () => {
    expect([encodeHex(bool, false), encodeHex(bool, true)]).toEqual(["f4", "f5"]);
    expect(encodeHex(duration, 1_000_000_000n)).toBe("1a3b9aca00");
    expect([encodeHex(u8, 255), encodeHex(u16, 65535), encodeHex(u32, 2 ** 32 - 1)]).toEqual([
      "18ff",
      "19ffff",
      "1affffffff",
    ]);
  });

  test("text is UTF-8, long and short, within ASCII and beyond", () => {
    expect(encodeHex(text, "")).toBe("60");
    expect(encodeHex(text, "aé")).toBe("6361c3a9");
    expect(encodeHex(text, "😀")).toBe("64f09f9880");
    expect(encodeHex(text, "é".repeat(20)).slice(0, 4)).toBe("7828");
  });

  test("nil is null where empty is empty", () => {
    expect([encodeHex(bytes, null), encodeHex(bytes, new Uint8Array())]).toEqual(["f6", "40"]);
    expect([encodeHex(list(u64), null), encodeHex(list(u64), [])]).toEqual(["f6", "80"]);
    expect([encodeHex(map(text, u64), null), encodeHex(map(text, u64), new Map())]).toEqual(["f6", "a0"]);
    expect(encodeHex(nullable(u64), null)).toBe("f6");
  });

  test("raw messages are spliced verbatim; nil and empty are null", () => {
    expect(encodeHex(rawMessage, hex("a2 6162 1801 6161 02"))).toBe("a261621801616102");
    expect([encodeHex(rawMessage, null), encodeHex(rawMessage, new Uint8Array())]).toEqual(["f6", "f6"]);
  });

  test("time is whole seconds rounded down; the zero time is null", () => {
    expect(encodeHex(time, zeroTime)).toBe("f6");
    expect(encodeHex(time, 1_999_999_999n)).toBe("01");
    expect(encodeHex(time, -1n)).toBe("20");
    expect(encodeHex(time, -1_000_000_000n)).toBe("20");
  });
});

describe("map keys: shorter encoded key first, then bytewise", () => {
  test("integers", () => {
    const value = new Map([1000n, -1n, 10n, 24n].map((key, i) => [key, BigInt(i + 1)]));
    expect(encodeHex(map(int, u64), value)).toBe("a40a0320021818041903e801");
  });

  test("texts and byte strings, whatever the order of the entries", () => {
    expect(encodeHex(map(text, u8), new Map(Object.entries({bb: 1, c: 2, a: 3, "": 4})))).toBe(
      "a46004616103616302626262 01".replace(" ", ""),
    );
    const Key = binary({name: "key", length: 2, json: "hex"});
    const value = new BytesMap([
      [hex("ff00"), true],
      [hex("00ff"), false],
    ]);
    expect(encodeHex(map(Key, bool), value)).toBe("a24200fff442ff00f5");
  });
});

describe("structs", () => {
  const Reference = struct("reference", {
    bb: text,
    a: u64,
    ab: omitEmpty(bytes),
    q: omitEmpty(Quantity),
    qp: omitEmpty(nullable(Quantity)),
    v: omitEmpty(Version),
    n: bytes,
    m: map(text, u64),
    l: list(u64),
    p: nullable(u64),
    h: omitEmpty(Hash),
  });

  test("the zero value of the reference vector", () => {
    expect(encodeHex(Reference, Reference.zero())).toBe(
      `a761610061685820${"00".repeat(32)}616cf6616df6616ef66170f662626260`,
    );
  });

  test("omitempty looks at the content of a pointer never, of a nested struct always", () => {
    const S = struct("S", {
      p: omitEmpty(nullable(u64)),
      qp: omitEmpty(nullable(Quantity)),
      v: omitEmpty(Version),
      f: omitEmpty(fixedBytes("f", 1)),
      t: omitEmpty(time),
      r: omitEmpty(rawMessage),
      mixed: omitEmpty(struct("mixed", {a: omitEmpty(u8), b: u8})),
    });
    expect(encodeHex(S, S.zero())).toBe("a3 6166 4100 6174 f6 656d69786564 a1616200".replaceAll(" ", ""));
    const set = S.make({p: 0n, qp: 0n, v: Version.make({minor: 1}), r: hex("00")});
    expect(encodeHex(S, set)).toContain("617000");
    expect(encodeHex(S, set)).toContain("62717040");
    expect(encodeHex(S, set)).toContain("6176a1656d696e6f7201");
    expect(encodeHex(S, set)).toContain("617200");
  });

  test("keys are snake case of the property unless given", () => {
    const S = struct("S", {untrustedRawValue: u8, ip: field("IP", u8)});
    expect(encodeHex(S, S.zero())).toBe(
      "a2 624950 00 73756e747275737465645f7261775f76616c7565 00".replaceAll(" ", ""),
    );
  });

  test("embedded structs are flattened and sorted with the rest", () => {
    const S = struct("S", {inner: embed(struct("inner", {zz: u8, a: omitEmpty(u8)})), b: u8});
    expect(encodeHex(S, {inner: {zz: 1, a: 2}, b: 3})).toBe("a3616102616203627a7a01");
    expect(encodeHex(S, S.zero())).toBe("a2616200627a7a00");
  });

  test("more than 23 fields take a longer head, counted without the empty ones", () => {
    const names = Array.from({length: 30}, (_, i) => `f${String(i).padStart(2, "0")}`);
    const Wide = struct(
      "wide",
      Object.fromEntries(names.map((name, i) => [name, i < 4 ? omitEmpty(u8) : u8])),
    );
    expect(encodeHex(Wide, Wide.zero()).slice(0, 4)).toBe("b81a");
    expect(encodeHex(Wide, Wide.make({f00: 1})).slice(0, 4)).toBe("b81b");
  });

  test("marked toarray: all fields in declaration order, empty or not", () => {
    const Entry = tuple("entry", {key: bytes, value: omitEmpty(bytes)});
    expect(encodeHex(Entry, {key: hex("01"), value: null})).toBe("824101f6");
  });
});

describe("values that are none of the schema", () => {
  test.each([
    ["negative u64", () => encode(u64, -1n)],
    ["u64 of 2^64", () => encode(u64, 2n ** 64n)],
    ["i64 of 2^63", () => encode(i64, 2n ** 63n)],
    ["u8 of 256", () => encode(u8, 256)],
    ["fraction", () => encode(u8, 0.5)],
    ["lone surrogate", () => encode(text, "\ud800")],
    ["short hash", () => encode(fixedBytes("f", 4), new Uint8Array(3))],
    ["negative quantity", () => encode(Quantity, -1n)],
  ])("%s", (_, run) => expect(cborCode(run)).toBe("unencodable"));

  test("the error names the way to it", () => {
    const S = struct("S", {inner: struct("T", {amount: u8})});
    expect(() => encode(S, {inner: {amount: 256}})).toThrow(expect.objectContaining({path: "inner.amount"}));
  });
});

test("results share nothing with each other, not even after a failure in between", () => {
  const first = encode(text, "first");
  expect(cborCode(() => encode(list(u8), [1, 2, 300]))).toBe("unencodable");
  const second = encode(text, "other");
  expect(first.buffer).not.toBe(second.buffer);
  expect(first.buffer.byteLength).toBe(first.length);
  expect(new TextDecoder().decode(first.subarray(1))).toBe("first");
  expect(encode(bytes, new Uint8Array(3_000_000)).length).toBe(3_000_005);
});
