import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {fromHex} from "../../src/bytes/index.ts";
import {CborError, decode, encode} from "../../src/cbor/index.ts";
import {
  Commit,
  newPvssInstance,
  PvssError,
  PvssInstance,
  pointFromBytes,
  pointFromText,
  processCommit,
  publicPoint,
  Reveal,
  scalarFromBytes,
} from "../../src/pvss/index.ts";

const seed = 20_221_112;
const scalar = (n: number): Uint8Array => Uint8Array.from({length: 32}, (_, i) => (i === 31 ? n : 0));
const point = publicPoint(scalarFromBytes(scalar(9)));

describe(`PVSS decoders, seed ${seed}`, () => {
  test("any bytes are a point or refused with a typed error", () => {
    const mutated = fc.tuple(fc.nat(64), fc.nat(255)).map(([at, byte]) => {
      const bytes = new Uint8Array(point);
      bytes[at] = byte;
      return bytes;
    });
    const inputs = fc.oneof(
      fc.uint8Array({maxLength: 70}),
      fc.uint8Array({minLength: 65, maxLength: 65}),
      mutated,
    );
    fc.assert(
      fc.property(inputs, (bytes) => {
        const accepted = tolerating(() => pointFromBytes(bytes));
        if (accepted) expect(accepted).toEqual(bytes);
      }),
      {seed, numRuns: 200_000},
    );
  });

  test("any bytes are a scalar and any text a point, or refused", () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 36}), fc.string(), (bytes, text) => {
        tolerating(() => scalarFromBytes(bytes));
        tolerating(() => pointFromText(text));
      }),
      {seed, numRuns: 200_000},
    );
  });

  test("any bytes are a message or refused; what decodes can be processed", () => {
    const share = {
      v: point,
      c: scalarFromBytes(scalar(1)),
      r: scalarFromBytes(scalar(2)),
      vg: point,
      vh: point,
    };
    const commit = encode(Commit, {index: 0n, shares: [{polyV: point, pubVerShare: share}, null]});
    const mutated = fc
      .array(fc.tuple(fc.nat(commit.length - 1), fc.nat(255)), {minLength: 1, maxLength: 3})
      .map((edits) => {
        const bytes = new Uint8Array(commit);
        for (const [at, byte] of edits) bytes[at] = byte;
        return bytes;
      });
    const instance = newPvssInstance([point, point], 2n);
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({maxLength: 60}), mutated), (bytes) => {
        tolerating(() => decode(Reveal, bytes));
        tolerating(() => decode(PvssInstance, bytes));
        tolerating(() => processCommit(instance, decode(Commit, bytes)));
      }),
      {seed, numRuns: 15_000},
    );
  });

  test("an empty message is refused without a crash", () => {
    const nothing = fromHex("a0") ?? new Uint8Array(0);
    const instance = newPvssInstance([point, point], 1n);
    expect(() => processCommit(instance, decode(Commit, nothing))).toThrow(PvssError);
  });
});

/** Result, or undefined after a typed error; anything else is a defect. */
function tolerating<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch (error) {
    if (error instanceof PvssError || error instanceof CborError) return undefined;
    throw error;
  }
}
