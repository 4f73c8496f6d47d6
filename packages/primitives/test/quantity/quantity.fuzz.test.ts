import fc from "fast-check";
import {expect, test} from "vitest";
import {
  quantityFromBytes,
  quantityFromText,
  quantityToBytes,
  quantityToText,
} from "../../src/quantity/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {random} from "../support/random.ts";

test("texts of number-like characters give an amount or a typed error", () => {
  const source = random(0x9a1);
  const make = (): string => source.text("0011_9b7ox8fXBO+-a. ", 9);
  const accepted = fuzz(source.seed, 200_000, make, (text) => {
    const value = quantityFromText(text);
    expect(quantityFromText(quantityToText(value)), `seed ${source.seed}, ${text}`).toBe(value);
    return value;
  });
  expect(accepted).toBeGreaterThan(1_000);
});

test("any bytes are an amount, whose own bytes have no leading zeros", () => {
  const source = random(0x9a2);
  for (let i = 0; i < 200_000; i++) {
    const bytes = source.bytes(source.below(20));
    const canonical = bytes.subarray(
      Math.max(
        0,
        bytes.findIndex((byte) => byte !== 0),
      ),
    );
    const expected = bytes.every((byte) => byte === 0) ? new Uint8Array() : canonical;
    expect(quantityToBytes(quantityFromBytes(bytes)), `seed ${source.seed}`).toEqual(
      Uint8Array.from(expected),
    );
  }
});

test("every amount comes back from bytes and text", () => {
  fc.assert(
    fc.property(fc.bigInt({min: 0n, max: 2n ** 300n}), (value) => {
      expect(quantityFromBytes(quantityToBytes(value))).toBe(value);
      expect(quantityFromText(value.toString())).toBe(value);
      expect(quantityFromText(`0x${value.toString(16)}`)).toBe(value);
    }),
    {seed: 7, numRuns: 1_000},
  );
});
