import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {DeoxysII, MraeError} from "../../src/mrae/index.ts";

const seed = 20_221_109;
const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({maxLength});
const ofSize = (size: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({minLength: size, maxLength: size});

describe(`Deoxys-II, seed ${seed}`, () => {
  test("opens what it sealed; any flipped bit is refused", () => {
    fc.assert(
      fc.property(
        ofSize(32),
        ofSize(15),
        bytes(100),
        bytes(70),
        fc.nat(),
        (key, nonce, message, data, at) => {
          const cipher = new DeoxysII(key);
          const sealed = cipher.seal(nonce, message, data);
          expect(cipher.open(nonce, sealed, data)).toEqual(message);
          for (const [i, part] of [sealed, nonce, data].entries()) {
            if (part.length === 0) continue;
            const inputs = [sealed, nonce, data].map((each) => each.slice());
            flip(inputs[i], at % (8 * part.length));
            const [badSealed = sealed, badNonce = nonce, badData = data] = inputs;
            expect(() => cipher.open(badNonce, badSealed, badData)).toThrow(MraeError);
          }
        },
      ),
      {seed, numRuns: 400},
    );
  });

  test("refuses arbitrary input with its own error", () => {
    const cipher = new DeoxysII(new Uint8Array(32).fill(5));
    fc.assert(
      fc.property(fc.oneof(ofSize(15), bytes(20)), bytes(48), bytes(20), (nonce, sealed, data) => {
        expect(() => cipher.open(nonce, sealed, data)).toThrow(MraeError);
      }),
      {seed, numRuns: 5000},
    );
  });
});

function flip(bytes: Uint8Array | undefined, bit: number): void {
  if (bytes !== undefined) bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
}
