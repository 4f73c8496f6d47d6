import * as cborg from "cborg";
import fc from "fast-check";
import {expect, test} from "vitest";
import {toHex} from "../../src/bytes/index.ts";
import {decode, encode, fromJson, toJson, trusted} from "../../src/cbor/index.ts";
import {parseJson, stringifyJson} from "../../src/json/index.ts";
import {anyTyped} from "./anySchema.ts";

const withValue = anyTyped.chain(({schema, value}) => fc.tuple(fc.constant(schema), value));
const runs = {seed: 7049, numRuns: 2000};

test("decoding gives back what was encoded, and encodes the same again", () => {
  fc.assert(
    fc.property(withValue, ([schema, value]) => {
      const bytes = encode(schema, value);
      const again = decode(schema, bytes);
      expect(toHex(encode(schema, again))).toBe(toHex(bytes));
      expect(decode(schema, bytes, trusted)).toEqual(again);
      expect(decode(schema, new Uint8Array([...bytes, 0xff]))).toEqual(again);
    }),
    runs,
  );
});

test("JSON gives back what was written", () => {
  fc.assert(
    fc.property(withValue, ([schema, value]) => {
      const text = stringifyJson(toJson(schema, value));
      const again = fromJson(schema, parseJson(text));
      expect(stringifyJson(toJson(schema, again))).toBe(text);
    }),
    runs,
  );
});

test("another decoder takes the encoding for canonical, and encodes the same length-first", () => {
  fc.assert(
    fc.property(withValue, ([schema, value]) => {
      const bytes = encode(schema, value);
      const loose: unknown = cborg.decode(bytes, {strict: true, useMaps: true});
      expect(toHex(cborg.encode(loose))).toBe(toHex(bytes));
    }),
    runs,
  );
});

test("every proper prefix of an encoding is refused as truncated", () => {
  fc.assert(
    fc.property(withValue, fc.nat(), ([schema, value], cut) => {
      const bytes = encode(schema, value);
      expect(() => decode(schema, bytes.subarray(0, cut % bytes.length))).toThrow(
        expect.objectContaining({code: "truncated"}),
      );
    }),
    runs,
  );
});
