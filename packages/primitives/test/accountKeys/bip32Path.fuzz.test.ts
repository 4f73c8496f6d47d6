import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {AccountKeysError, formatBip32Path, isMnemonic, parseBip32Path} from "../../src/accountKeys/index.ts";

const seed = 20_221_110;

describe(`BIP-32 paths, seed ${seed}`, () => {
  test("what prints reads back", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 2 ** 32 - 1}), {maxLength: 8}), (path) => {
        expect(parseBip32Path(formatBip32Path(path))).toEqual(path);
      }),
      {seed, numRuns: 5000},
    );
  });

  test("any text is read or refused with a typed error", () => {
    const pieces = fc.constantFrom(
      "m",
      "/",
      "'",
      "0",
      "7",
      "44'",
      "2147483648",
      "4294967296",
      "-",
      " ",
      "x",
      "٣",
    );
    const texts = fc.oneof(
      fc.string(),
      fc.array(pieces, {maxLength: 12}).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          parseBip32Path(text);
        } catch (error) {
          if (!(error instanceof AccountKeysError)) throw error;
        }
        expect(isMnemonic(text)).toBe(false);
      }),
      {seed, numRuns: 200_000},
    );
  });

  test("a very long number is refused quickly", () => {
    expect(() => parseBip32Path(`m/${"9".repeat(1_000_000)}`)).toThrow("value out of range");
  });
});
