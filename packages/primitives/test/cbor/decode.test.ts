import {describe, expect, test} from "vitest";
import {toHex} from "../../src/bytes/index.ts";
import {
  binary,
  bool,
  bytes,
  decode,
  embed,
  encode,
  fixedBytes,
  higherLimits,
  i64,
  list,
  map,
  nullable,
  rawMessage,
  struct,
  text,
  time,
  trusted,
  tuple,
  u8,
  u16,
  u64,
  untrusted,
  zeroTime,
} from "../../src/cbor/index.ts";
import {Hash} from "../../src/hash/index.ts";
import {Namespace} from "../../src/namespace/index.ts";
import {Quantity} from "../../src/quantity/index.ts";
import {decodeHex, encodeHex, hex, refusal} from "./hex.ts";

const S = struct("S", {a: u64, b: text});

describe("accepted as in the reference", () => {
  test("trailing bytes, non-shortest heads, unsorted keys, missing fields", () => {
    expect(decodeHex(S, "a1616105 ffff")).toEqual({a: 5n, b: ""});
    expect(decodeHex(u64, "1b0000000000000005")).toBe(5n);
    expect(decodeHex(S, "b802 7801 62 6178 61 61 1805")).toEqual({a: 5n, b: "x"});
    expect(decodeHex(S, "a0")).toEqual({a: 0n, b: ""});
  });

  test("keys in another case, each field once", () => {
    expect(decodeHex(S, "a2 6141 05 6142 6178")).toEqual({a: 5n, b: "x"});
    expect(refusal(S, "a2 6161 05 6141 06")).toBe("unknownField");
    expect(refusal(S, "a2 6141 05 6161 06")).toBe("duplicateKey");
    // U+017F folds to s, but is longer.
    expect(refusal(struct("T", {s: u8}), "a1 62c5bf 05")).toBe("unknownField");
  });

  test("null and undefined: nil where there is one, else nothing happens", () => {
    for (const nil of ["f6", "f7"]) {
      expect(decodeHex(nullable(u64), nil)).toBeNull();
      expect(decodeHex(bytes, nil)).toBeNull();
      expect(decodeHex(list(u64), nil)).toBeNull();
      expect(decodeHex(map(text, u64), nil)).toBeNull();
      expect(decodeHex(u64, nil)).toBe(0n);
      expect(decodeHex(text, nil)).toBe("");
      expect(decodeHex(bool, nil)).toBe(false);
      expect(decodeHex(Quantity, nil)).toBe(0n);
      expect(decodeHex(time, nil)).toBe(zeroTime);
      expect(toHex(decodeHex(Hash, nil))).toBe("00".repeat(32));
      expect(decodeHex(S, nil)).toEqual(S.zero());
    }
  });

  test("simple values count as their number in integers", () => {
    expect(decodeHex(u64, "e0")).toBe(0n);
    expect(decodeHex(u64, "f3")).toBe(19n);
    expect(decodeHex(u8, "f8ff")).toBe(255);
    expect(decodeHex(i64, "f820")).toBe(32n);
    expect(refusal(u64, "f4")).toBe("wrongType");
    expect(refusal(u64, "f81f")).toBe("malformed");
    expect(refusal(u64, "f93c00")).toBe("wrongType");
  });

  test("arrays of small integers for bytes, checks of the type bypassed", () => {
    expect(decodeHex(bytes, "84 01 f6 e2 18ff")).toEqual(hex("010002ff"));
    expect(decodeHex(fixedBytes("f", 3), "82 01 02")).toEqual(hex("010200"));
    expect(decodeHex(fixedBytes("f", 1), "82 01 6161")).toEqual(hex("01"));
    expect(toHex(decodeHex(Hash, "81 07"))).toBe(`07${"00".repeat(31)}`);
    expect(toHex(decodeHex(Namespace, "81 01"))).toBe(`01${"00".repeat(31)}`);
    for (const bad of ["81 190100", "81 20", "81 f5", "81 6161", "81 4101"])
      expect(refusal(bytes, bad)).not.toBeNull();
  });

  test("byte strings of any length for plain byte arrays", () => {
    expect(decodeHex(fixedBytes("f", 3), "4101")).toEqual(hex("010000"));
    expect(decodeHex(fixedBytes("f", 3), "4401020304")).toEqual(hex("010203"));
  });

  test("quantities: leading zeros, and an empty map", () => {
    expect(decodeHex(Quantity, "43 00 01 00")).toBe(256n);
    expect(decodeHex(Quantity, "a0")).toBe(0n);
    expect(refusal(Quantity, "a1 6161 00")).toBe("unknownField");
    for (const bad of ["80", "01", "60", "f5"]) expect(refusal(Quantity, bad)).toBe("wrongType");
  });

  test("raw messages keep their bytes, only walked over", () => {
    const raw = "a2 6161 00 6161 61ff";
    expect(toHex(decodeHex(rawMessage, raw) ?? hex(""))).toBe(raw.replaceAll(" ", ""));
    expect(decodeHex(rawMessage, "f6")).toEqual(hex("f6"));
    expect(refusal(rawMessage, "a1 6161")).toBe("truncated");
  });

  test("no input at all leaves the zero value; empty input does not decode", () => {
    expect(decode(S, null)).toEqual(S.zero());
    expect(refusal(S, "")).toBe("truncated");
  });

  test("null in a map repeats the entry before where Go reuses the variable", () => {
    expect(decodeHex(map(text, u64), "a2 6161 05 6162 f6")).toEqual(new Map(Object.entries({a: 5n, b: 5n})));
    expect(decodeHex(map(text, nullable(u64)), "a2 6161 05 6162 f6")).toEqual(
      new Map(Object.entries({a: 5n, b: null})),
    );
    expect(refusal(map(u8, u8), "a2 05 00 f6 00")).toBe("duplicateKey");
  });
});

describe("refused", () => {
  test.each([
    ["unknown field", S, "a1 6163 00", "unknownField"],
    ["integer key", S, "a1 01 00", "unknownField"],
    ["bytes as a key", S, "a1 4161 00", "wrongType"],
    ["duplicate field", S, "a2 6161 00 6161 00", "duplicateKey"],
    ["duplicate map key", map(text, u8), "a2 6161 00 6161 00", "duplicateKey"],
    ["duplicate map key, spelled otherwise", map(u64, u8), "a2 05 00 1805 00", "duplicateKey"],
    ["array for a struct", S, "80", "wrongType"],
    ["map for a tuple", tuple("T", {a: u8}), "a0", "wrongType"],
    ["too few elements of a tuple", tuple("T", {a: u8}), "80", "length"],
    ["text for bytes", bytes, "6161", "wrongType"],
    ["bytes for text", text, "4161", "wrongType"],
    ["text for a hash", Hash, "6161", "wrongType"],
    ["short hash", Hash, "4161", "value"],
    ["namespace with unknown flags", Namespace, `582001${"00".repeat(31)}`, "value"],
    ["negative into unsigned", u64, "20", "overflow"],
    ["too large for u8", u8, "190100", "overflow"],
    ["too large for i64", i64, "1b8000000000000000", "overflow"],
    ["too small for i64", i64, "3b8000000000000000", "overflow"],
    ["invalid UTF-8", text, "61ff", "utf8"],
    ["surrogate in UTF-8", text, "63eda080", "utf8"],
    ["invalid UTF-8 in a key", S, "a1 61ff 00", "utf8"],
    ["reserved head", u64, "1c", "malformed"],
    ["break alone", u64, "ff", "malformed"],
    ["two-byte simple below 32", bool, "f814", "malformed"],
    ["truncated head", u64, "19ff", "truncated"],
    ["truncated string", bytes, "4261", "truncated"],
    ["truncated map", S, "a2 6161 00", "truncated"],
    ["indefinite array", list(u8), "9fff", "indefinite"],
    ["indefinite string in a skipped item", rawMessage, "5fff", "indefinite"],
    ["tag", u64, "c100", "tag"],
    ["tag in a skipped item", rawMessage, "81 c100", "tag"],
  ] as const)("%s", (_, schema, input, code) => {
    expect(refusal<unknown>(schema, input)).toBe(code);
  });

  test("the error tells where and in what", () => {
    const Outer = struct("Outer", {list: list(S)});
    expect(() => decodeHex(Outer, "a1 646c697374 82 a0 a1 6161 20")).toThrow(
      expect.objectContaining({code: "overflow", path: "list.1.a"}),
    );
  });
});

describe("limits", () => {
  const nested = (levels: number) => `${"81".repeat(levels)}00`;

  test("32 levels, counted over arrays and maps", () => {
    expect(refusal(rawMessage, nested(32))).toBeNull();
    expect(refusal(rawMessage, nested(33))).toBe("limit");
    expect(refusal(list(rawMessage), nested(33))).toBe("limit");
    expect(refusal(rawMessage, nested(100_000), trusted)).toBe("limit");
    expect(refusal(rawMessage, `${"c5".repeat(33)}00`, trusted)).toBeNull();
    expect(refusal(rawMessage, `${"c5".repeat(34)}00`, trusted)).toBe("limit");
  });

  test("131072 elements, more for the gRPC codec", () => {
    const array = (count: number) =>
      Buffer.concat([hex(`9a${count.toString(16).padStart(8, "0")}`), new Uint8Array(count)]);
    expect(decode(list(u8), array(131_072), untrusted)?.length).toBe(131_072);
    expect(() => decode(list(u8), array(131_073), untrusted)).toThrow(
      expect.objectContaining({code: "limit"}),
    );
    expect(() => decode(rawMessage, array(131_073), untrusted)).toThrow(
      expect.objectContaining({code: "limit"}),
    );
    expect(decode(list(u8), array(131_073), higherLimits)?.length).toBe(131_073);
  });

  test("131072 pairs", () => {
    const pairs = Array.from({length: 131_073}, (_, i): [bigint, boolean] => [BigInt(i), false]);
    expect(decode(map(u64, bool), encode(map(u64, bool), new Map(pairs.slice(1))))?.size).toBe(131_072);
    expect(() => decode(map(u64, bool), encode(map(u64, bool), new Map(pairs)))).toThrow(
      expect.objectContaining({code: "limit"}),
    );
  });

  test.each([
    "9affffffff",
    "9b7fffffffffffffff",
    "9bffffffffffffffff",
    "5b7fffffffffffffff",
    "7bffffffffffffffff",
    "bb00000000ffffffff",
  ])("a claim longer than the input fails before anything is allocated: %s", (input) => {
    for (const schema of [rawMessage, bytes, text, list(u8), map(u8, u8)])
      for (const mode of [untrusted, higherLimits, trusted])
        expect(refusal<unknown>(schema, input, mode)).not.toBeNull();
  });
});

describe("trusted mode", () => {
  test("of duplicates the first field and the last map entry win; unknown fields are ignored", () => {
    expect(decodeHex(S, "a4 6161 05 6161 06 6163 80 01 f6", trusted)).toEqual({a: 5n, b: ""});
    expect(decodeHex(map(text, u8), "a2 6161 05 6161 06", trusted)).toEqual(new Map([["a", 6]]));
    expect(refusal(S, "a1 4161 00", trusted)).toBe("wrongType");
  });

  test("indefinite lengths", () => {
    expect(decodeHex(list(u8), "9f 01 02 ff", trusted)).toEqual([1, 2]);
    expect(decodeHex(S, "bf 6161 05 6162 7f 6178 6179 ff ff", trusted)).toEqual({a: 5n, b: "xy"});
    expect(decodeHex(bytes, "5f 4101 40 420203 ff", trusted)).toEqual(hex("010203"));
    expect(decodeHex(bytes, "9f 01 ff", trusted)).toEqual(hex("01"));
    expect(refusal(S, "bf 6161 ff", trusted)).toBe("malformed");
    expect(refusal(bytes, "5f 6161 ff", trusted)).toBe("malformed");
    expect(refusal(bytes, "5f 4101", trusted)).toBe("truncated");
    expect(refusal(rawMessage, "5f 5f ff ff", trusted)).toBe("malformed");
  });

  test("tags are dropped, bignums count as numbers or bytes", () => {
    expect(decodeHex(u64, "d9d9f7 05", trusted)).toBe(5n);
    expect(decodeHex(u64, "c5 05", trusted)).toBe(5n);
    expect(decodeHex(u64, "c2 420100", trusted)).toBe(256n);
    expect(decodeHex(i64, "c3 4100", trusted)).toBe(-1n);
    expect(decodeHex(u16, "c2 4101", trusted)).toBe(1);
    expect(refusal(u64, "c2 49010000000000000000", trusted)).toBe("overflow");
    expect(decodeHex(bytes, "c2 4101", trusted)).toEqual(hex("01"));
    expect(refusal(u64, "c2 05", trusted)).toBe("tag");
    expect(refusal(text, "c0 05", trusted)).toBe("tag");
    expect(decodeHex(rawMessage, "d9d9f7 c5 05", trusted)).toEqual(hex("c505"));
    expect(refusal(S, "a1 c5 6161 00", trusted)).toBe("wrongType");
  });

  test("times of other kinds", () => {
    expect(decodeHex(time, "c1 1a5e0be100", trusted)).toBe(1_577_836_800_000_000_000n);
    expect(decodeHex(time, "f93e00", trusted)).toBe(1_500_000_000n);
    expect(decodeHex(time, "74323032302d30312d30315430303a30303a30305a")).toBe(1_577_836_800_000_000_000n);
    expect(refusal(time, "4100")).toBe("wrongType");
    expect(refusal(time, "6178")).toBe("value");
  });
});

test("embedded structs fill their property", () => {
  const Outer = struct("Outer", {inner: embed(S), c: u8});
  expect(decodeHex(Outer, "a2 6161 05 6163 07")).toEqual({inner: {a: 5n, b: ""}, c: 7});
});

test("values share no memory with the input, and no Buffer gets into them", () => {
  const input = Buffer.from(encodeHex(bytes, hex("010203")), "hex");
  const value = decode(bytes, input);
  input.fill(0xff);
  expect(value).toEqual(hex("010203"));
  expect(value?.constructor).toBe(Uint8Array);
  const Key = binary({name: "key", length: 3, json: "hex"});
  expect(decode(Key, Buffer.from("43010203", "hex")).constructor).toBe(Uint8Array);
  expect(decode(rawMessage, Buffer.from("43010203", "hex"))?.constructor).toBe(Uint8Array);
});
