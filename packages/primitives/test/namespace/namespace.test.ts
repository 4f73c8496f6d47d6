import {describe, expect, test} from "vitest";
import {fromHex, toBase64, toHex, utf8} from "../../src/bytes/index.ts";
import {CborError, decode, encode, fromJson, toJson} from "../../src/cbor/index.ts";
import {JsonError} from "../../src/json/index.ts";
import {
  asNamespace,
  isKeyManagerNamespace,
  isNamespace,
  isTestNamespace,
  Namespace,
  NamespaceError,
  namespaceFlags,
  namespaceFromText,
  newNamespace,
  testNamespace,
} from "../../src/namespace/index.ts";
import {fuzz} from "../support/fuzz.ts";
import {mutate, random} from "../support/random.ts";
import recorded from "./testdata/namespaces.json" with {type: "json"};

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();
const id = new Uint8Array(24).fill(0xab);
const reference = "c0000000000000009253d8b3849fbeb1793f80504d116ba16da7f636a00ebb0c";

test.each(recorded)("$in is judged as by the reference", (record) => {
  expect(isNamespace(bytes(record.in))).toBe(record.ok);
  if (!record.ok) {
    expect(() => asNamespace(bytes(record.in))).toThrow("malformed namespace");
    return;
  }
  const namespace = asNamespace(bytes(record.in));
  expect(isTestNamespace(namespace)).toBe(record.test);
  expect(isKeyManagerNamespace(namespace)).toBe(record.key_manager);
  expect(toJson(Namespace, namespace)).toBe(record.text);
});

describe("a namespace made", () => {
  test("from a seed", () => {
    expect(toHex(testNamespace(utf8("seed"), namespaceFlags.keyManager))).toBe(reference);
    expect(isTestNamespace(testNamespace(utf8("seed")))).toBe(true);
    expect(isKeyManagerNamespace(testNamespace(utf8("seed")))).toBe(false);
  });

  test("from identifier and flags", () => {
    expect(toHex(newNamespace(id, 0n))).toBe("00".repeat(8) + "ab".repeat(24));
    expect(toHex(newNamespace(id, namespaceFlags.keyManager))).toBe(`40${"00".repeat(7)}${"ab".repeat(24)}`);
  });

  test("with unknown flags or another size of identifier is refused", () => {
    for (const flags of [1n, 1n << 61n, -1n, 1n << 64n, namespaceFlags.test | 2n])
      expect(() => newNamespace(id, flags)).toThrow(NamespaceError);
    expect(() => newNamespace(new Uint8Array(23), 0n)).toThrow(NamespaceError);
    expect(() => newNamespace(new Uint8Array(25), 0n)).toThrow(NamespaceError);
  });
});

describe("flags are checked", () => {
  const bad = bytes(`20${"00".repeat(31)}`);

  test("in CBOR, but not in a list of integers, nor on encoding", () => {
    expect(() => decode(Namespace, Uint8Array.of(0x58, 0x20, ...bad))).toThrow(CborError);
    const listed = decode(Namespace, Uint8Array.of(0x98, 0x20, 0x18, 0x20, ...new Uint8Array(31)));
    expect(toHex(encode(Namespace, listed))).toBe(`5820${toHex(bad)}`);
  });

  test("in both text forms", () => {
    for (const text of [toHex(bad), toBase64(bad)]) {
      expect(() => namespaceFromText(text)).toThrow(NamespaceError);
      expect(() => fromJson(Namespace, text)).toThrow(JsonError);
    }
    for (const text of [reference, reference.toUpperCase(), toBase64(bytes(reference))])
      expect(toHex(fromJson(Namespace, text))).toBe(reference);
  });
});

test("damaged texts give a namespace or a typed error", () => {
  const source = random(0x4a6);
  for (const form of [reference, toBase64(bytes(reference))])
    fuzz(source.seed, 200_000, () => mutate(source, form, "0048cCAg=+/ \r\n\u00e9"), namespaceFromText);
});
