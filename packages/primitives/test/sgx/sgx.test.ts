import {describe, expect, test} from "vitest";
import {BytesMap, fromHex, toBase64, toHex, utf8} from "../../src/bytes/index.ts";
import {decode, encode, fromJson, map, toJson, u8} from "../../src/cbor/index.ts";
import {
  asMrEnclave,
  asMrSigner,
  attributeFlags,
  EnclaveIdentity,
  EnclaveIdentityKey,
  enclaveIdentityFromHex,
  enclaveIdentityFromText,
  enclaveIdentityKey,
  enclaveIdentityToHex,
  enclaveIdentityToText,
  hasAttribute,
  mrEnclaveFromText,
  mrEnclaveOfSgxs,
  mrSignerFromText,
  mrSignerOfModulus,
  SgxError,
} from "../../src/sgx/index.ts";

const identity: EnclaveIdentity = {
  mrEnclave: asMrEnclave(new Uint8Array(32).fill(1)),
  mrSigner: asMrSigner(new Uint8Array(32).fill(2)),
};
const hex = "01".repeat(32) + "02".repeat(32);
const cbor = `a2696d725f7369676e65725820${"02".repeat(32)}6a6d725f656e636c6176655820${"01".repeat(32)}`;

describe("an enclave identity", () => {
  test("is a map in CBOR", () => {
    expect(toHex(encode(EnclaveIdentity, identity))).toBe(cbor);
    expect(decode(EnclaveIdentity, fromHex(cbor) ?? new Uint8Array())).toEqual(identity);
  });

  test("is base64, enclave before signer, in JSON", () => {
    const text = toBase64(fromHex(hex) ?? new Uint8Array());
    expect(toJson(EnclaveIdentity, identity)).toBe(text);
    expect(fromJson(EnclaveIdentity, text)).toEqual(identity);
    expect(enclaveIdentityFromText(enclaveIdentityToText(identity))).toEqual(identity);
    expect(enclaveIdentityFromHex(enclaveIdentityToHex(identity))).toEqual(identity);
    for (const bad of ["", "AA==", "?", hex]) expect(() => enclaveIdentityFromText(bad)).toThrow(SgxError);
    for (const bad of ["", "00", hex.slice(2)]) expect(() => enclaveIdentityFromHex(bad)).toThrow(SgxError);
  });

  test("can be the key of a map", () => {
    const Enclaves = map(EnclaveIdentityKey, u8);
    const enclaves = new BytesMap([[enclaveIdentityKey(identity), 5]]);
    expect(toHex(encode(Enclaves, enclaves))).toBe(`a1${cbor}05`);
    expect(decode(Enclaves, encode(Enclaves, enclaves))?.get(enclaveIdentityKey(identity))).toBe(5);
    expect([...(decode(Enclaves, encode(Enclaves, enclaves))?.keys() ?? [])].map(toHex)).toEqual([hex]);
  });
});

describe("measurements", () => {
  test("are 32 bytes", () => {
    expect(() => asMrEnclave(new Uint8Array(31))).toThrow("sgx: malformed MRENCLAVE");
    expect(() => asMrSigner(new Uint8Array(33))).toThrow("sgx: malformed MRSIGNER");
    expect(mrEnclaveFromText("AB".repeat(32))).toEqual(new Uint8Array(32).fill(0xab));
    for (const bad of ["", "ab", "zz".repeat(32)]) {
      expect(() => mrEnclaveFromText(bad)).toThrow(SgxError);
      expect(() => mrSignerFromText(bad)).toThrow(SgxError);
    }
  });

  test("of an enclave is the SHA-256 of its file", () => {
    expect(toHex(mrEnclaveOfSgxs(utf8("abc")))).toBe(
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    );
  });

  test("of a signer wants a modulus of exactly 3072 bits' bytes", () => {
    expect(mrSignerOfModulus(new Uint8Array(384).fill(1))).toHaveLength(32);
    const short = new Uint8Array(384).fill(1);
    short[383] = 0;
    for (const bad of [short, new Uint8Array(383).fill(1), new Uint8Array(385).fill(1)])
      expect(() => mrSignerOfModulus(bad)).toThrow(SgxError);
  });
});

test("an attribute is there when its bit is", () => {
  expect(hasAttribute(0x06n, attributeFlags.debug)).toBe(true);
  expect(hasAttribute(0x05n, attributeFlags.debug)).toBe(false);
});
