import {expect, test} from "vitest";
import {toHex} from "../../src/bytes/index.ts";
import {encode} from "../../src/cbor/index.ts";
import {
  asEpoch,
  asGas,
  asHeight,
  asRound,
  CounterError,
  Epoch,
  Height,
  invalidEpoch,
  invalidRound,
  latestHeight,
  latestRound,
} from "../../src/epoch/index.ts";

test("invalid epochs and rounds are the largest number", () => {
  expect(toHex(encode(Epoch, invalidEpoch))).toBe("1bffffffffffffffff");
  expect(invalidRound).toBe(2n ** 64n - 1n);
  expect(latestRound).toBe(invalidRound);
  expect(latestHeight).toBe(0n);
});

test("a height may be negative, the others may not", () => {
  expect(toHex(encode(Height, asHeight(-1n)))).toBe("20");
  for (const as of [asEpoch, asRound, asGas]) {
    expect(as(5n)).toBe(5n);
    expect(() => as(-1n)).toThrow(CounterError);
    expect(() => as(2n ** 64n)).toThrow(CounterError);
  }
  expect(() => asHeight(2n ** 63n)).toThrow(CounterError);
});
