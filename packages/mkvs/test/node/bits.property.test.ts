import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {
  commonKeyPrefixLength,
  commonPrefixLength,
  getBit,
  mergeBits,
  prefixWithBit,
  sliceBits,
  writeBits,
} from "../../src/node/index.ts";

const seed = 4101;
const key = fc.uint8Array({maxLength: 12});

/** The same bits as text. */
const text = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");

/** Bytes of bits given as text, zero filled. */
const bytes = (bits: string): Uint8Array =>
  Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (part) => Number.parseInt(part.padEnd(8, "0"), 2));

const commonLength = (a: string, b: string): number => {
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  return i;
};

describe("key bits are as if keys were strings of 0 and 1", () => {
  test("single bits", () => {
    expect([0, 1, 7, 8, 15, 16].map((at) => getBit(Uint8Array.of(0x80, 0x01), at))).toEqual([
      true,
      false,
      false,
      false,
      true,
      false,
    ]);
  });

  test("slices", () => {
    fc.assert(
      fc.property(key, fc.nat(96), fc.nat(96), (k, a, b) => {
        const [from, end] = [Math.min(a, b, k.length * 8), Math.min(Math.max(a, b), k.length * 8)];
        expect(sliceBits(k, from, end - from)).toEqual(bytes(text(k).slice(from, end)));
      }),
      {seed},
    );
  });

  test("joining, and writing in place", () => {
    fc.assert(
      fc.property(key, fc.nat(96), key, fc.nat(96), (a, aMax, b, bMax) => {
        const [aBits, bBits] = [Math.min(aMax, a.length * 8), Math.min(bMax, b.length * 8)];
        const joined = bytes(text(a).slice(0, aBits) + text(b).slice(0, bBits));
        const label = sliceBits(b, 0, bBits);
        expect(mergeBits(sliceBits(a, 0, aBits), aBits, label, bBits)).toEqual(joined);
        const target = new Uint8Array(40).fill(0xff);
        target.set(a);
        writeBits(target, aBits, label, bBits);
        expect(target.slice(0, joined.length)).toEqual(joined);
      }),
      {seed},
    );
  });

  test("a prefix with a bit after it", () => {
    fc.assert(
      fc.property(key, fc.nat(100), fc.boolean(), (k, length, bit) => {
        const prefix = text(k).slice(0, length).padEnd(length, "0");
        expect(prefixWithBit(k, length, bit)).toEqual(bytes(prefix + (bit ? "1" : "0")));
      }),
      {seed},
    );
  });

  test("common prefixes", () => {
    const close = fc.tuple(key, fc.array(fc.nat(95), {maxLength: 2}), key).map(([k, flips, tail]) => {
      const other = Uint8Array.of(...k, ...tail);
      for (const at of flips)
        if (at < other.length * 8) other[at >> 3] = (other[at >> 3] ?? 0) ^ (0x80 >> (at & 7));
      return [k, other] as const;
    });
    fc.assert(
      fc.property(close, fc.nat(95), fc.nat(95), ([a, b], fromMax, bitsMax) => {
        const from = Math.min(fromMax, a.length * 8, b.length * 8);
        const tail = (k: Uint8Array): string => text(k).slice(from);
        expect(commonKeyPrefixLength(a, b, from)).toBe(commonLength(tail(a), tail(b)));
        const labelBits = Math.min(bitsMax, a.length * 8 - from);
        const label = sliceBits(a, from, labelBits);
        const expected = commonLength(text(a).slice(from, from + labelBits), tail(b));
        expect(commonPrefixLength(label, labelBits, b, from)).toBe(expected);
      }),
      {seed},
    );
  });
});
