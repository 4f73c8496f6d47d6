import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {
  boolean,
  bytes,
  choice,
  chosenBytes,
  decode,
  decodeDelimited,
  duration,
  embedded,
  encode,
  encodeDelimited,
  int32,
  int64,
  message,
  optional,
  ProtobufError,
  type ProtoType,
  repeated,
  repeatedBytes,
  sfixed64,
  text,
  timestamp,
  uint32,
  uint64,
  zeroTime,
} from "../../src/protobuf/index.ts";

const Inner = message("test.Inner", {a: uint32(1), b: bytes(2)});
const Outer = message("test.Outer", {
  always: embedded(1, Inner),
  maybe: optional(2, Inner),
  many: repeated(3, Inner),
  list: repeatedBytes(4),
});
const Scalars = message("test.Scalars", {
  u32: uint32(1),
  u64: uint64(2),
  i32: int32(3),
  i64: int64(4),
  flag: boolean(5),
  fixed: sfixed64(6),
  text: text(7),
});
const Times = message("test.Times", {at: timestamp(1), for: duration(2)});
const Key = choice("test.Key", {first: chosenBytes(1), second: chosenBytes(2)});

function unhex(hex: string): Uint8Array {
  return fromHex(hex) ?? expect.unreachable();
}

function refusal<T>(type: ProtoType<T>, hex: string): string {
  try {
    decode(type, unhex(hex));
  } catch (error) {
    if (error instanceof ProtobufError) return error.code;
    throw error;
  }
  return "accepted";
}

describe("encoding", () => {
  test("leaves out scalars that are zero", () => {
    expect(encode(Scalars, Scalars.zero())).toEqual(new Uint8Array());
  });

  test.each([
    [{u32: 300}, "08ac02"],
    [{u64: 2n ** 64n - 1n}, "10ffffffffffffffffff01"],
    [{i32: -1}, "18ffffffffffffffffff01"],
    [{i64: -(2n ** 63n)}, "2080808080808080808001"],
    [{flag: true}, "2801"],
    [{fixed: -2n}, "31feffffffffffffff"],
    [{text: "é"}, "3a02c3a9"],
  ])("writes %o as %s and reads it back", (part, hex) => {
    const value = {...Scalars.zero(), ...part};
    expect(toHex(encode(Scalars, value))).toBe(hex);
    expect(decode(Scalars, unhex(hex))).toEqual(value);
  });

  test("writes what is not nullable even when it is empty, and the rest only when it is there", () => {
    expect(toHex(encode(Outer, Outer.zero()))).toBe("0a00");
    const empty = Inner.zero();
    const value = {always: empty, maybe: empty, many: [empty, empty], list: [new Uint8Array()]};
    expect(toHex(encode(Outer, value))).toBe("0a0012001a001a002200");
  });

  test("writes fields by number, whatever the order of the table", () => {
    const Backwards = message("test.Backwards", {b: uint32(2), a: uint32(1)});
    expect(toHex(encode(Backwards, {a: 1, b: 2}))).toBe("08011002");
  });

  test("puts the length before a delimited message", () => {
    const value = {a: 1, b: new Uint8Array()};
    expect(toHex(encodeDelimited(Inner, value))).toBe("020801");
    expect(decodeDelimited(Inner, unhex("020801"))).toEqual(value);
    expect(() => decodeDelimited(Inner, unhex("02080100"))).toThrow(ProtobufError);
  });
});

describe("times", () => {
  test.each([
    [0n, "0a001200"],
    [1_500_000_000n, "0a0808011080cab5ee011200"],
    [-1n, "0a1108ffffffffffffffffff0110ff93ebdc031200"],
    [zeroTime, "0a0b088092b8c398feffffff011200"],
  ])("%d ns since 1970 is %s", (at, hex) => {
    expect(toHex(encode(Times, {at, for: 0n}))).toBe(hex);
    expect(decode(Times, unhex(hex)).at).toBe(at);
  });

  test("a time that is not there is Go's zero time, an empty one 1970", () => {
    expect(decode(Times, new Uint8Array())).toEqual({at: zeroTime, for: 0n});
    expect(decode(Times, unhex("0a00")).at).toBe(0n);
  });

  test.each([-1n, -1_500_000_000n, 2n ** 63n - 1n, -(2n ** 63n)])("a duration of %d ns", (value) => {
    expect(decode(Times, encode(Times, {at: 0n, for: value})).for).toBe(value);
  });

  test.each([
    ["nanoseconds of more than a second", "at", 0n, 1_000_000_000],
    ["negative nanoseconds", "at", 0n, -1],
    ["the year 10000", "at", 253_402_300_800n, 0],
    ["the year 0", "at", -62_135_596_801n, 0],
    ["a duration of two signs", "for", 1n, -1],
    ["a duration of more than 64 bits", "for", 9_223_372_037n, 0],
    ["a duration of more than 10000 years", "for", -315_576_000_001n, 0],
  ] as const)("refuses %s", (_name, field, seconds, nanos) => {
    const Raw = message("test.Raw", {seconds: int64(1), nanos: int32(2)});
    const RawTimes = message("test.RawTimes", {[field]: embedded(field === "at" ? 1 : 2, Raw)});
    expect(refusal(Times, toHex(encode(RawTimes, {[field]: {seconds, nanos}})))).toBe("outOfRange");
  });
});

describe("decoding", () => {
  test("passes over unknown fields of every wire type, groups included", () => {
    const unknown = ["f80601", "f9060102030405060708", "fa0602aabb", "fd0601020304", "fb0608010b0cfc06"];
    expect(decode(Inner, unhex(`${unknown.join("")}0805`)).a).toBe(5);
  });

  test("the last scalar counts, messages are merged, lists grow", () => {
    expect(decode(Inner, unhex("08010802")).a).toBe(2);
    const merged = decode(Outer, unhex("0a0208010a0312010712020801120312010a1a020801"));
    expect(merged.always).toEqual({a: 1, b: Uint8Array.of(7)});
    expect(merged.maybe).toEqual({a: 1, b: Uint8Array.of(10)});
    expect(merged.many).toHaveLength(1);
  });

  test("of several choices the last counts, an empty one too", () => {
    expect(decode(Key, unhex("0a01aa1200"))).toEqual({kind: "second", value: new Uint8Array()});
    expect(decode(Key, new Uint8Array())).toBeNull();
    expect(toHex(encode(Key, {kind: "second", value: new Uint8Array()}))).toBe("1200");
    expect(encode(Key, null)).toEqual(new Uint8Array());
  });

  test("loses bits that a field does not have", () => {
    expect(decode(Scalars, unhex("08ffffffff1f")).u32).toBe(2 ** 32 - 1);
    expect(decode(Scalars, unhex("1880808080f0ffffffff01")).i32).toBe(0);
    expect(decode(Scalars, unhex("10ffffffffffffffffff7f")).u64).toBe(2n ** 64n - 1n);
  });

  test.each([
    ["a tag cut short", "88", "truncated"],
    ["bytes cut short", "120501", "truncated"],
    ["a length of more than memory", "12ffffffffffffffff7f", "truncated"],
    ["a number of eleven bytes", "08ffffffffffffffffffff01", "malformed"],
    ["field number 0", "0001", "malformed"],
    ["the end of a group that did not begin", "fc06", "malformed"],
    ["a group without end", "fb06fb06", "truncated"],
    ["wire type 7", "ff06", "malformed"],
    ["another wire type than the field's", "0a01", "malformed"],
  ])("refuses %s", (_name, hex, code) => {
    expect(refusal(Inner, hex)).toBe(code);
  });

  test("refuses text that is not UTF-8", () => {
    expect(refusal(Scalars, "3a01ff")).toBe("outOfRange");
  });

  test("deep groups take no stack", () => {
    const deep = new Uint8Array(2_000_000);
    for (let i = 0; i < deep.length; i += 2) deep.set(i < 1_000_000 ? [0xfb, 0x06] : [0xfc, 0x06], i);
    expect(decode(Inner, deep)).toEqual(Inner.zero());
  });

  test("the value does not share memory with the input", () => {
    const input = unhex("120107");
    const value = decode(Inner, input);
    input.fill(0);
    expect(value.b).toEqual(Uint8Array.of(7));
  });
});
