import {describe, expect, test} from "vitest";
import {concat, fromHex, toBase64, toHex, utf8} from "../../src/bytes/index.ts";
import {CborError, decode, encode, fromJson, text, toJson} from "../../src/cbor/index.ts";
import {
  asHash,
  emptyHash,
  Hash,
  HashError,
  hashFromText,
  hashOf,
  hashOfValue,
  isEmptyHash,
  truncateHash,
} from "../../src/hash/index.ts";
import {JsonError} from "../../src/json/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {mutate, random} from "../support/random.ts";

const emptyHex = "c672b8d1ef56ed28ab87c3622c5114069bdd3ad7b8f9737498d0c01ecef0967a";

describe("hashing", () => {
  test("is SHA-512/256, not a cut SHA-512", () => {
    expect(toHex(hashOf(utf8("abc")))).toBe(
      "53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
    );
  });

  test("of nothing is not zero", () => {
    expect(toHex(emptyHash)).toBe(emptyHex);
    expect(hashOf()).toEqual(hashOf(new Uint8Array()));
    expect(isEmptyHash(hashOf(new Uint8Array(), new Uint8Array()))).toBe(true);
    expect(isEmptyHash(asHash(new Uint8Array(32)))).toBe(false);
  });

  test("of parts is that of their concatenation", () => {
    const parts = [utf8("one"), new Uint8Array(), utf8("two"), new Uint8Array(1000).fill(7)];
    expect(hashOf(...parts)).toEqual(hashOf(concat(...parts)));
  });

  test("of a view hashes the view only", () => {
    expect(hashOf(utf8("xabcx").subarray(1, 4))).toEqual(hashOf(utf8("abc")));
  });

  test("of a value is that of its CBOR", () => {
    expect(hashOfValue(text, "a")).toEqual(hashOf(Uint8Array.of(0x61, 0x61)));
  });

  test("gives plain bytes", () => {
    expect(Object.getPrototypeOf(hashOf())).toBe(Uint8Array.prototype);
  });
});

describe("Hash", () => {
  test("is a byte string in CBOR; other sizes are refused", () => {
    expect(toHex(encode(Hash, emptyHash))).toBe(`5820${emptyHex}`);
    expect(decode(Hash, encode(Hash, emptyHash))).toEqual(emptyHash);
    expect(() => decode(Hash, Uint8Array.of(0x41, 0))).toThrow(CborError);
  });

  test("a list of small integers is taken without regard to its length", () => {
    expect(toHex(decode(Hash, Uint8Array.of(0x82, 1, 2)))).toBe(`0102${"00".repeat(30)}`);
  });

  test("is hexadecimal in JSON; base64 is read too", () => {
    expect(toJson(Hash, emptyHash)).toBe(emptyHex);
    for (const form of [
      emptyHex,
      emptyHex.toUpperCase(),
      toBase64(emptyHash),
      `${toBase64(emptyHash).slice(0, 9)}\n${toBase64(emptyHash).slice(9)}`,
    ])
      expect(fromJson(Hash, form)).toEqual(emptyHash);
    expect(() => fromJson(Hash, emptyHex.slice(2))).toThrow(JsonError);
  });

  test("texts of another length or form are refused", () => {
    for (const bad of [
      "",
      "00",
      emptyHex.slice(1),
      `${emptyHex}00`,
      toBase64(emptyHash).slice(0, -1),
      "zz".repeat(32),
    ])
      expect(() => hashFromText(bad)).toThrow(HashError);
  });

  test("damaged texts give a hash or a typed error", () => {
    const source = random(0x4a5);
    for (const form of [emptyHex, toBase64(emptyHash)])
      fuzz(
        source.seed,
        200_000,
        () => mutate(source, form, "0123456789abcdefABCDEFxyz+/=\n é"),
        hashFromText,
      );
  });

  test("its first 1 to 32 bytes can be taken", () => {
    expect(toHex(truncateHash(emptyHash, 3))).toBe("c672b8");
    expect(truncateHash(emptyHash, 32)).toEqual(fromHex(emptyHex));
    for (const length of [0, -1, 33, 1.5, Number.NaN])
      expect(() => truncateHash(emptyHash, length)).toThrow(HashError);
    expect(() => asHash(new Uint8Array(31))).toThrow(HashError);
  });
});
