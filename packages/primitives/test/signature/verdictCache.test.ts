import {expect, test} from "vitest";
import {VerdictCache} from "../../src/signature/verdictCache.ts";

const entry = (byte: number): Uint8Array => new Uint8Array(128).fill(byte);

test("verdicts are kept by content, the least recently used leaves first", () => {
  const cache = new VerdictCache(2);
  cache.set(entry(1), true);
  cache.set(entry(2), false);
  expect(cache.get(entry(1))).toBe(true);
  cache.set(entry(3), true);
  expect([1, 2, 3].map((byte) => cache.get(entry(byte)))).toEqual([true, undefined, true]);
  expect(cache.size).toBe(2);
});

test("a verdict set again neither grows the cache nor leaves early", () => {
  const cache = new VerdictCache(2);
  cache.set(entry(1), true);
  cache.set(entry(2), true);
  cache.set(entry(1), true);
  cache.set(entry(3), true);
  expect(cache.get(entry(1))).toBe(true);
  expect(cache.get(entry(2))).toBeUndefined();
});

test("entries that differ in their last byte only are told apart", () => {
  const cache = new VerdictCache(8);
  const other = entry(1);
  other[127] = 0xff;
  cache.set(entry(1), true);
  expect(cache.get(other)).toBeUndefined();
});
