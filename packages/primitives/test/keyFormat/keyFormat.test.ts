import {describe, expect, expectTypeOf, test} from "vitest";
import {fromHex, toHex, utf8} from "../../src/bytes/index.ts";
import {emptyHash, type Hash, hashOf} from "../../src/hash/index.ts";
import {
  hashed,
  KeyFormatError,
  keyBytes,
  keyFormat,
  keyHash,
  keyI64,
  keyNamespace,
  keyPublicKey,
  keyU8,
  keyU32,
  keyU64,
  PreHashed,
} from "../../src/keyFormat/index.ts";
import {asNamespace} from "../../src/namespace/index.ts";
import {asPublicKey} from "../../src/signature/index.ts";

const zeroNamespace = asNamespace(new Uint8Array(32));
const key = asPublicKey(
  fromHex("47aadd91516ac548decdb436fde957992610facc09ba2f850da0fe1b2be96119") ?? new Uint8Array(),
);
const zeros = "00".repeat(32);
const empty = toHex(emptyHash);

function code(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof KeyFormatError ? error.code : String(error);
  }
}

describe("the reference's expectations", () => {
  test("fixed elements, whole keys and prefixes", () => {
    const format = keyFormat("N", keyNamespace, keyHash);
    expect(format.size).toBe(1 + 32 + 32);
    expect(toHex(format.encodePrefix())).toBe("4e");
    expect(toHex(format.encodePrefix(zeroNamespace))).toBe(`4e${zeros}`);
    expect(toHex(format.encode(zeroNamespace, emptyHash))).toBe(`4e${zeros}${empty}`);
    expect(format.decode(format.encode(zeroNamespace, emptyHash))).toEqual([zeroNamespace, emptyHash]);
  });

  test("integers, and keys of another format", () => {
    const format = keyFormat("L", keyNamespace, keyU64, keyI64, keyHash, keyHash);
    const values = [zeroNamespace, 42n, -17n, hashOf(utf8("hash one")), hashOf(utf8("hash two"))] as const;
    const encoded = format.encode(...values);
    expect(format.size).toBe(1 + 32 + 8 + 8 + 32 + 32);
    expect(toHex(encoded.subarray(33, 49))).toBe("000000000000002affffffffffffffef");
    expect(format.decode(encoded)).toEqual(values);
    expect(keyFormat("N", keyNamespace, keyHash).decode(encoded)).toBeNull();
  });

  test("a public key", () => {
    const format = keyFormat("S", keyPublicKey);
    expect(format.decode(format.encode(key))).toEqual([key]);
  });

  test("raw bytes at the beginning, in the middle and at the end", () => {
    const raw = utf8("variable-sized element");
    const first = keyFormat("T", keyBytes, keyHash);
    expect(first.size).toBe(1 + 32);
    expect(toHex(first.encode(raw, emptyHash))).toBe(`54${toHex(raw)}${empty}`);
    expect(first.decode(first.encode(raw, emptyHash))).toEqual([raw, emptyHash]);
    const middle = keyFormat("T", keyHash, keyBytes, keyHash);
    expect(toHex(middle.encode(emptyHash, raw, emptyHash))).toBe(`54${empty}${toHex(raw)}${empty}`);
    expect(middle.decode(middle.encode(emptyHash, raw, emptyHash))).toEqual([emptyHash, raw, emptyHash]);
    const last = keyFormat("T", keyU8, keyBytes);
    expect(last.decode(last.encode(7, new Uint8Array()))).toEqual([7, new Uint8Array()]);
  });

  test("hashed elements", () => {
    const format = keyFormat(0x42, keyU64, hashed(keyNamespace), hashed(keyPublicKey));
    const encoded = format.encode(42n, zeroNamespace, key);
    expect(toHex(encoded)).toBe(
      "42000000000000002aaf13c048991224a5e4c664446b688aaf48fb5456db3629601b00ec160c74e55477df373036881e67c7b0079f8c062d6634e4bab9581a532210228bc4118baf45",
    );
    const decoded = format.decode(encoded);
    expect(decoded).toEqual([42n, new PreHashed(hashOf(zeroNamespace)), new PreHashed(hashOf(key))]);
    if (decoded !== null) expect(format.encode(...decoded)).toEqual(encoded);
  });

  test("hashed raw bytes have a fixed size", () => {
    const format = keyFormat(0x43, keyU64, hashed(keyBytes));
    expect(format.size).toBe(1 + 8 + 32);
    expect(toHex(format.encode(42n, utf8("hello world")))).toBe(
      "43000000000000002a0ac561fac838104e3f2e4ad107b4bee3e938bf15f2b15f009ccccd61a913f017",
    );
  });
});

describe("layouts", () => {
  test("values have the types of their elements", () => {
    const format = keyFormat("X", keyU32, keyU64, hashed(keyHash));
    expectTypeOf(format.encode).parameters.toEqualTypeOf<[number, bigint, Hash | PreHashed]>();
    expectTypeOf(format.decode).returns.toEqualTypeOf<[number, bigint, PreHashed] | null>();
    expectTypeOf(format.encodePrefix).parameters.toEqualTypeOf<
      [number, bigint, Hash | PreHashed] | [number, bigint] | [number] | []
    >();
  });

  test("there is one element of variable size at most, and a prefix is one byte", () => {
    expect(code(() => keyFormat("T", keyBytes, keyBytes))).toBe("layout");
    for (const prefix of [-1, 256, 0.5, "", "ab", "é€"])
      expect(code(() => keyFormat(prefix, keyU8))).toBe("layout");
    expect(keyFormat(0xff).encode()).toEqual(Uint8Array.of(0xff));
  });
});

describe("values that do not fit", () => {
  test.each([
    [keyU8, [-1, 256, 0.5, Number.NaN]],
    [keyU32, [-1, 2 ** 32, 1.5]],
  ] as const)("small integers", (element, values) => {
    for (const value of values) expect(code(() => keyFormat("X", element).encode(value))).toBe("value");
  });

  test("wide integers", () => {
    for (const value of [-1n, 2n ** 64n])
      expect(code(() => keyFormat("X", keyU64).encode(value))).toBe("value");
    for (const value of [-(2n ** 63n) - 1n, 2n ** 63n])
      expect(code(() => keyFormat("X", keyI64).encode(value))).toBe("value");
  });

  test("bytes of another size", () => {
    // A brand only keeps the compiler off.
    const short = new Uint8Array(31) as unknown as Hash;
    expect(code(() => keyFormat("X", keyHash).encode(short))).toBe("value");
    expect(code(() => keyFormat("X", hashed(keyHash)).encode(short))).toBe("value");
    expect(code(() => keyFormat("X", hashed(keyHash)).encode(new PreHashed(short)))).toBe("value");
  });
});

describe("decoding", () => {
  const format = keyFormat("N", keyNamespace, keyU8);

  test("a key with the prefix but too short, or empty, is an error", () => {
    expect(code(() => format.decode(utf8("N")))).toBe("tooShort");
    expect(code(() => format.decode(format.encode(zeroNamespace, 1).subarray(0, -1)))).toBe("tooShort");
    expect(code(() => format.decode(new Uint8Array()))).toBe("tooShort");
    expect(format.decode(utf8("M"))).toBeNull();
  });

  test("bytes that are no value of their element are another format's", () => {
    const foreign = format.encode(zeroNamespace, 1);
    foreign[1] = 0x20;
    expect(format.decode(foreign)).toBeNull();
  });

  test("bytes behind the last element are ignored", () => {
    const long = Uint8Array.from([...format.encode(zeroNamespace, 1), 9, 9]);
    expect(format.decode(long)).toEqual([zeroNamespace, 1]);
  });

  test("values are not views of the key", () => {
    const mixed = keyFormat("V", keyNamespace, keyBytes, hashed(keyHash));
    const values = [zeroNamespace, Uint8Array.of(1, 2), new PreHashed(emptyHash)] as const;
    const encoded = mixed.encode(...values);
    const decoded = mixed.decode(encoded);
    encoded.fill(0xff);
    expect(decoded).toEqual(values);
  });
});
