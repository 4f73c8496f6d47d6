import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {type ByteReader, DrbgError, HmacDrbg, MathRand} from "../../src/drbg/index.ts";

const seed = 20_221_108;
const arbitraryRng = fc
  .uint8Array({minLength: 32, maxLength: 48})
  .map((entropy) => new MathRand(new HmacDrbg({entropy})));

/** A reader of the given words, then zeros, that notes what it was asked for. */
function words(...values: readonly bigint[]): ByteReader & {readonly asked: number[]} {
  const asked: number[] = [];
  let at = 0;
  return {
    asked,
    read(length) {
      asked.push(length);
      const view = new DataView(new ArrayBuffer(length));
      for (let i = 0; i < length; i += 8) view.setBigUint64(i, values[at++] ?? 0n);
      return new Uint8Array(view.buffer);
    },
  };
}

describe("math/rand", () => {
  test("perm and shuffle give every element once", () => {
    fc.assert(
      fc.property(arbitraryRng, fc.integer({min: 0, max: 400}), (rng, n) => {
        const sorted = Array.from({length: n}, (_, i) => i);
        expect(rng.perm(n).toSorted((a, b) => a - b)).toEqual(sorted);
        const items = [...sorted];
        rng.shuffle(items);
        expect(items.toSorted((a, b) => a - b)).toEqual(sorted);
      }),
      {seed, numRuns: 200},
    );
  });

  test("bounded numbers stay below their bound", () => {
    fc.assert(
      fc.property(
        arbitraryRng,
        fc.integer({min: 1, max: 2 ** 31 - 1}),
        fc.bigInt(1n, 2n ** 63n - 1n),
        (rng, n, big) => {
          for (const value of [rng.int31n(n), rng.intn(n)]) expect(value >= 0 && value < n).toBe(true);
          const wide = rng.int63n(big);
          expect(wide >= 0n && wide < big).toBe(true);
          const fraction = rng.float64();
          expect(fraction >= 0 && fraction < 1).toBe(true);
        },
      ),
      {seed, numRuns: 300},
    );
  });

  test("cuts numbers out of the word as Go does", () => {
    const word = 0xfedc_ba98_7654_3210n;
    const at = (): MathRand => new MathRand(words(word));
    const int63 = word & (2n ** 63n - 1n);
    expect(at().uint64()).toBe(word);
    expect(at().int63()).toBe(int63);
    expect(at().int31()).toBe(Number(int63 >> 32n));
    expect(at().uint32()).toBe(Number(int63 >> 31n));
    expect(at().int31n(1 << 20)).toBe(Number(int63 >> 32n) & ((1 << 20) - 1));
    expect(at().float64()).toBe(Number(int63) / 2 ** 63);
  });

  test("shuffling multiplies the 32-bit word, exactly, and redraws the uneven part", () => {
    fc.assert(
      fc.property(fc.integer({min: 0, max: 2 ** 32 - 1}), fc.integer({min: 2, max: 300}), (word, n) => {
        const items = Array.from({length: n}, (_, i) => i);
        // Words of zero follow: each is redrawn for odd bounds, so only the first swap is looked at, with all words equal.
        const same = words(...Array.from({length: 4096}, () => BigInt(word) << 31n));
        const product = BigInt(word) * BigInt(n);
        fc.pre((product & 0xffff_ffffn) >= 2n ** 32n % BigInt(n));
        fc.pre(
          items.every((i) => i === 0 || ((BigInt(word) * BigInt(i + 1)) & 0xffff_ffffn) >= BigInt(i + 1)),
        );
        new MathRand(same).shuffle(items);
        expect(items[n - 1]).toBe(Number(product >> 32n));
      }),
      {seed, numRuns: 300},
    );
    const redrawn = ["a", "b", "c"];
    // 2^32 mod 3 = 1: a product whose low half is 0 is redrawn; the next word gives 2^31·3 >> 32 = 1.
    new MathRand(words(0n, (2n ** 31n) << 31n)).shuffle(redrawn);
    expect(redrawn).toEqual(["c", "a", "b"]);
  });

  test("rejects and redraws what would make a remainder uneven", () => {
    const top = 2n ** 63n - 1n;
    expect(new MathRand(words(top, 5n << 32n)).int31n(3)).toBe(2);
    expect(new MathRand(words(top, 5n)).int63n(3n)).toBe(2n);
    expect(new MathRand(words(top, 0n)).float64()).toBe(0);
  });

  test("reads 1024 bytes at construction and after every 128 words", () => {
    const reader = words();
    const rng = new MathRand(reader);
    expect(reader.asked).toEqual([1024]);
    for (let i = 0; i < 128; i++) rng.int31n(1);
    expect(reader.asked).toEqual([1024]);
    rng.uint64();
    expect(reader.asked).toEqual([1024, 1024]);
  });

  test("refuses bounds that are not positive", () => {
    const rng = new MathRand(words());
    for (const bound of [0, -1, 1.5, Number.NaN]) {
      expect(() => rng.int31n(bound)).toThrow(DrbgError);
      expect(() => rng.intn(bound)).toThrow(DrbgError);
    }
    expect(() => rng.int31n(2 ** 31)).toThrow(DrbgError);
    expect(() => rng.int63n(0n)).toThrow(DrbgError);
    expect(() => rng.int63n(2n ** 63n)).toThrow(DrbgError);
    expect(() => rng.perm(-1)).toThrow(DrbgError);
    expect(rng.intn(2 ** 40)).toBe(0);
  });
});
