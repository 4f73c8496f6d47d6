import {ed25519} from "@noble/curves/ed25519.js";
import {isSmallOrder, PrivateKey, verify} from "@oasis-node/primitives/ed25519";
import {describe, expect, test} from "vitest";
import {isReduced} from "../../src/ed25519/scalar.ts";
import {
  byteStream,
  hex,
  littleEndian,
  oracle,
  order,
  signHonestly,
  signWithSmallOrder,
  signWithTorsion,
  testdata,
  torsionPoints,
} from "./support.ts";

const p = 2n ** 255n - 19n;

describe("verification rules", () => {
  test("the twelve cases of ed25519-speccheck", () => {
    const cases: {message: string; pub_key: string; signature: string}[] = JSON.parse(
      testdata("speccheckCases.json"),
    );
    const verdicts = cases.map((one) => verify(hex(one.pub_key), hex(one.message), hex(one.signature)));
    const [accept, reject] = [true, false];
    expect(verdicts).toEqual([
      ...[reject, reject, reject, accept, accept, accept],
      ...[reject, reject, reject, reject, reject, reject],
    ]);
  });

  test("every pair of small-order encodings of ZIP 215 is refused", () => {
    const cases: [string, string][] = JSON.parse(testdata("zip215Cases.json"));
    expect(cases.length).toBe(14 * 14);
    const message = new TextEncoder().encode("Zcash");
    for (const [publicKey, signature] of cases)
      expect(verify(hex(publicKey), message, hex(signature))).toBe(false);
  });

  test("a small-order key or R is refused in any encoding, though the equation holds", () => {
    const random = byteStream("small order alone");
    const cases: [string, string][] = JSON.parse(testdata("zip215Cases.json"));
    for (const smallOrder of new Set(cases.map(([publicKey]) => publicKey))) {
      expect(isSmallOrder(hex(smallOrder))).toBe(true);
      for (const one of signWithSmallOrder(random, hex(smallOrder))) {
        expect(ed25519.verify(one.signature, one.message, one.publicKey, {zip215: true})).toBe(true);
        expect(verify(one.publicKey, one.message, one.signature)).toBe(false);
      }
    }
  });

  test("torsion parts of key and R do not matter", () => {
    const random = byteStream("torsion");
    for (const keyPart of torsionPoints()) {
      for (const rPart of torsionPoints()) {
        const one = signWithTorsion(random, keyPart, rPart);
        expect(verify(one.publicKey, one.message, one.signature)).toBe(true);
      }
    }
  });

  test("a wrong message is refused whatever the torsion parts", () => {
    const random = byteStream("torsion, wrong message");
    for (const part of torsionPoints()) {
      const {publicKey, signature} = signWithTorsion(random, part, part);
      expect(verify(publicKey, random(32), signature)).toBe(false);
    }
  });

  test("s and s + L are not both good", () => {
    const {publicKey, message, signature} = signHonestly(byteStream("malleability"));
    const s = BigInt(`0x${Buffer.from(signature.slice(32).reverse()).toString("hex")}`);
    const withS = (value: bigint): Uint8Array =>
      new Uint8Array([...signature.subarray(0, 32), ...littleEndian(value)]);
    expect(verify(publicKey, message, withS(s))).toBe(true);
    for (let multiple = 1n; s + multiple * order < 2n ** 256n; multiple++) {
      expect(verify(publicKey, message, withS(s + multiple * order))).toBe(false);
    }
  });

  test.each([0n, 1n, order - 1n, order, order + 1n, 2n ** 252n, 2n ** 256n - 1n])(
    "s = %d is judged as by the oracle",
    (s) => {
      const {publicKey, message, signature} = signHonestly(byteStream("edge of s"));
      const edge = new Uint8Array([...signature.subarray(0, 32), ...littleEndian(s)]);
      expect(verify(publicKey, message, edge)).toBe(oracle({publicKey, message, signature: edge}));
    },
  );

  test("non-canonical encodings and non-points are judged as by the oracle, without a throw", () => {
    const random = byteStream("encodings");
    for (let y = p - 20n; y < 2n ** 255n; y++) {
      for (const sign of [0n, 1n]) {
        const encoding = littleEndian(y + (sign << 255n));
        const {publicKey, message, signature} = signHonestly(random);
        const asR = new Uint8Array([...encoding, ...signature.subarray(32)]);
        expect(verify(encoding, message, signature)).toBe(oracle({publicKey: encoding, message, signature}));
        expect(verify(publicKey, message, asR)).toBe(oracle({publicKey, message, signature: asR}));
      }
    }
  });

  test("wrong lengths are an invalid signature", () => {
    const {publicKey, message, signature} = signHonestly(byteStream("lengths"));
    expect(verify(publicKey.subarray(1), message, signature)).toBe(false);
    expect(verify(new Uint8Array(33), message, signature)).toBe(false);
    expect(verify(publicKey, message, signature.subarray(1))).toBe(false);
    expect(verify(publicKey, message, new Uint8Array([...signature, 0]))).toBe(false);
    expect(verify(new Uint8Array(), message, new Uint8Array())).toBe(false);
  });

  test("bytes within larger buffers are read where they are", () => {
    const {publicKey, message, signature} = signHonestly(byteStream("views"));
    const all = new Uint8Array([7, ...publicKey, ...message, ...signature, 7]);
    expect(verify(all.subarray(1, 33), all.subarray(33, 65), all.subarray(65, 129))).toBe(true);
    expect(verify(all.subarray(1, 33), all.subarray(34, 66), all.subarray(65, 129))).toBe(false);
  });
});

describe("small orders", () => {
  test("a point of large order does not count", () => {
    expect(isSmallOrder(PrivateKey.fromSeed(new Uint8Array(32)).publicKey)).toBe(false);
    expect(isSmallOrder(littleEndian(3n))).toBe(false);
  });
});

test("a scalar is reduced below the order, and not at it", () => {
  expect([0n, 1n, order - 1n].map((s) => isReduced(littleEndian(s)))).toEqual([true, true, true]);
  expect([order, order + 1n, 2n ** 256n - 1n].map((s) => isReduced(littleEndian(s)))).toEqual([
    false,
    false,
    false,
  ]);
});
