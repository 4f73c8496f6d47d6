import fc from "fast-check";
import {expect, test} from "vitest";
import {compare} from "../../src/bytes/index.ts";
import {asHash} from "../../src/hash/index.ts";
import {
  hashed,
  keyBytes,
  keyFormat,
  keyHash,
  keyI64,
  keyNamespace,
  keyU8,
  keyU32,
  keyU64,
  PreHashed,
} from "../../src/keyFormat/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {random} from "../support/random.ts";

const u64 = fc.bigInt({min: 0n, max: 2n ** 64n - 1n});
const i64 = fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n});
const hash = fc.uint8Array({minLength: 32, maxLength: 32}).map(asHash);

test("every key decodes to its values", () => {
  const format = keyFormat("k", keyU8, keyU64, keyBytes, keyHash, keyI64, hashed(keyHash), keyU32);
  fc.assert(
    fc.property(
      fc.nat(255),
      u64,
      fc.uint8Array(),
      hash,
      i64,
      hash,
      fc.nat(2 ** 31 - 1),
      (a, b, c, d, e, f, g) => {
        expect(format.decode(format.encode(a, b, c, d, e, new PreHashed(f), g))).toEqual([
          a,
          b,
          c,
          d,
          e,
          new PreHashed(f),
          g,
        ]);
        expect(compare(format.encode(a, b, c, d, e, f, g).subarray(0, 10), format.encodePrefix(a, b))).toBe(
          0,
        );
      },
    ),
    {seed: 1, numRuns: 500},
  );
});

test("keys of u64 sort by number", () => {
  const format = keyFormat("k", keyU64);
  const order = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
  fc.assert(
    fc.property(u64, u64, (a, b) => {
      expect(compare(format.encode(a), format.encode(b))).toBe(order(a, b));
    }),
    {seed: 2, numRuns: 500},
  );
});

test("keys of i64 sort negative numbers behind the others", () => {
  const format = keyFormat("k", keyI64);
  expect(compare(format.encode(-1n), format.encode(2n ** 63n - 1n))).toBe(1);
  expect(compare(format.encode(-2n), format.encode(-1n))).toBe(-1);
});

test("any bytes are a key, one of another format or a typed error", () => {
  const source = random(0x4e1);
  const formats = [
    keyFormat(0, keyU8, keyU32),
    keyFormat(1, keyBytes, keyU64),
    keyFormat(2, keyNamespace),
    keyFormat(0, hashed(keyBytes), keyI64),
  ];
  const make = (): Uint8Array =>
    Uint8Array.of(source.below(4), ...source.bytes(source.below(48))).subarray(source.below(2));
  for (const format of formats)
    expect(fuzz(source.seed, 200_000, make, (key) => format.decode(key))).toBeGreaterThan(
      format.prefix === 2 ? -1 : 0,
    );
});
