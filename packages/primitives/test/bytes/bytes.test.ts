import {describe, expect, test} from "vitest";
import {
  BytesMap,
  compare,
  concat,
  equal,
  fromBase64,
  fromHex,
  fromHexOrBase64,
  toBase64,
  toHex,
  utf8,
} from "../../src/bytes/index.ts";
import {random} from "../support/random.ts";

describe("byte strings", () => {
  test("are joined into new bytes", () => {
    const part = Uint8Array.of(1, 2);
    const joined = concat(part);
    joined[0] = 9;
    expect(part).toEqual(Uint8Array.of(1, 2));
    expect(concat()).toEqual(new Uint8Array());
    expect(concat(part, new Uint8Array(), Uint8Array.of(3))).toEqual(Uint8Array.of(1, 2, 3));
  });

  test("sort bytewise, a prefix first", () => {
    expect(compare(Uint8Array.of(1), Uint8Array.of(1, 0))).toBe(-1);
    expect(compare(Uint8Array.of(0xff), Uint8Array.of(1, 0))).toBe(1);
    expect(compare(Uint8Array.of(7, 8, 9).subarray(1), Uint8Array.of(8, 9))).toBe(0);
    expect(equal(Uint8Array.of(8, 9), Uint8Array.of(7, 8, 9).subarray(1))).toBe(true);
    expect(equal(Uint8Array.of(8), Uint8Array.of(8, 9))).toBe(false);
  });

  test("come back from hexadecimal and base64, as plain bytes", () => {
    const source = random(0xb17e5);
    for (let i = 0; i < 2_000; i++) {
      const bytes = source.bytes(source.below(70));
      expect(fromHex(toHex(bytes)), `seed ${source.seed}`).toEqual(bytes);
      expect(fromHex(toHex(bytes).toUpperCase())).toEqual(bytes);
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
    }
    for (const made of [fromHex("00"), fromBase64("AA=="), utf8("a")])
      expect(Object.getPrototypeOf(made)).toBe(Uint8Array.prototype);
  });

  test("of a view show the view only", () => {
    const view = Uint8Array.of(0, 1, 2, 3).subarray(1, 3);
    expect(toHex(view)).toBe("0102");
    expect(toBase64(view)).toBe("AQI=");
  });
});

describe("texts", () => {
  test.each(["0", "0g", "0x00", " 00", "00 ", "00\n", "é0"])("%j is not hexadecimal", (text) => {
    expect(fromHex(text)).toBeNull();
  });

  test.each([
    "A",
    "AA",
    "AAA",
    "AA=",
    "AA===",
    "A===",
    "====",
    "==",
    "AA==AA==",
    "AA= =",
    "A A=",
    "AA-_",
    "AAA\u0000",
    "AAAA=",
    "é===",
  ])("%j is not base64", (text) => {
    expect(fromBase64(text)).toBeNull();
  });

  test.each([
    ["", ""],
    ["AA==", "00"],
    ["AB==", "00"],
    ["AAF=", "0001"],
    ["A\nA\r\n=\n=", "00"],
    ["+/+/", "fbffbf"],
  ])("%j is base64, as leniently as in the reference", (text, hex) => {
    expect(toHex(fromBase64(text) ?? Uint8Array.of(0xee))).toBe(hex);
  });

  test("hexadecimal goes before base64, which is tried when what was found does not do", () => {
    const ofLength =
      (length: number) =>
      (bytes: Uint8Array): bytes is Uint8Array =>
        bytes.length === length;
    expect(fromHexOrBase64("abcd", ofLength(2))).toEqual(Uint8Array.of(0xab, 0xcd));
    expect(fromHexOrBase64("abcd", ofLength(3))).toEqual(fromBase64("abcd"));
    expect(fromHexOrBase64("abcd", ofLength(4))).toBeNull();
    expect(fromHexOrBase64("?", ofLength(0))).toBeNull();
  });

  test("a text of a million symbols does not take long", () => {
    const started = performance.now();
    expect(fromHex("ab".repeat(500_000))).toHaveLength(500_000);
    expect(fromHex(`${"ab".repeat(500_000)}g0`)).toBeNull();
    expect(fromBase64("\n".repeat(1_000_000))).toEqual(new Uint8Array());
    expect(fromBase64(`${"A".repeat(1_000_000)}===?`)).toBeNull();
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe("a BytesMap", () => {
  test("finds keys by their bytes", () => {
    const entries = new BytesMap<Uint8Array, number>([[Uint8Array.of(1, 2), 5]]);
    expect(entries.get(Uint8Array.of(0, 1, 2).subarray(1))).toBe(5);
    expect(entries.has(Uint8Array.of(1))).toBe(false);
    expect(entries.set(Uint8Array.of(1, 2), 6).size).toBe(1);
    expect(entries.delete(Uint8Array.of(1, 2))).toBe(true);
    expect(entries.delete(Uint8Array.of(1, 2))).toBe(false);
    expect(entries.size).toBe(0);
  });

  test("goes through entries in the order they came", () => {
    const keys = [Uint8Array.of(9), new Uint8Array(), Uint8Array.of(0x80, 0xff)];
    const entries = new BytesMap(keys.map((key, i) => [key, i] as const));
    expect([...entries]).toEqual(keys.map((key, i) => [key, i]));
    expect([...entries.keys()]).toEqual(keys);
    expect([...entries.values()]).toEqual([0, 1, 2]);
    entries.clear();
    expect([...entries.entries()]).toEqual([]);
  });
});
