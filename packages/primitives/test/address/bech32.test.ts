import {describe, expect, test} from "vitest";
import {Bech32Error, decodeBech32, encodeBech32} from "../../src/address/index.ts";

const valid = [
  "A12UEL5L",
  "a12uel5l",
  "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
  "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
  "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j",
  "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
  "?1ezyfcl",
];

const invalid: readonly (readonly [text: string, problem: string])[] = [
  ["\x201nwldj5", "invalid character in string: ' '"],
  ["\x7f1axkwrx", "invalid character in string: '\u007f'"],
  [
    "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
    "invalid bech32 string length 91",
  ],
  ["pzry9x0s0muk", "invalid separator index -1"],
  ["1pzry9x0s0muk", "invalid separator index 0"],
  ["x1b4n0q5v", "invalid character not part of charset: 98"],
  ["li1dgmt3", "invalid separator index 2"],
  ["A1G7SGD8", "invalid checksum (expected 2uel5l got g7sgd8)"],
  ["10a06t8", "invalid bech32 string length 7"],
  ["1qzzfhee", "invalid separator index 0"],
  ["A12uEL5L", "string not all lowercase or all uppercase"],
  ["ä12uel5l", "invalid character in string: 'Ã'"],
];

describe("Bech32 (BIP-173)", () => {
  test.each(valid)("%s comes back in lower case", (text) => {
    const {prefix, data} = decodeBech32(text);
    expect(encodeBech32(prefix, data)).toBe(text.toLowerCase());
  });

  test.each(invalid)("%j is refused in the reference's words", (text, problem) => {
    expect(() => decodeBech32(text)).toThrow(new Bech32Error("length", problem).message);
  });

  test("a prefix in upper case is put in lower case", () => {
    expect(encodeBech32("OASIS", new Uint8Array())).toBe(encodeBech32("oasis", new Uint8Array()));
  });
});
