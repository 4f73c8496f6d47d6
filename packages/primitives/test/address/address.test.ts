import {describe, expect, test} from "vitest";
import {
  Address,
  AddressError,
  addressContext,
  addressFromText,
  addressToText,
  asAddress,
  decodeBech32,
  isReservedAddress,
  newAddress,
  reservedAddresses,
  reservedPublicKeys,
  runtimeAddress,
  stakingAddress,
} from "../../src/address/index.ts";
import {fromHex, toHex} from "../../src/bytes/index.ts";
import {decode, encode, fromJson, toJson} from "../../src/cbor/index.ts";
import {asNamespace} from "../../src/namespace/index.ts";
import {asPublicKey} from "../../src/signature/index.ts";
import derived from "./testdata/derived.json" with {type: "json"};
import texts from "./testdata/texts.json" with {type: "json"};

const bytes = (hex: string): Uint8Array => fromHex(hex) ?? new Uint8Array();

function outcome<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    return error instanceof Error ? error.message : "not an error";
  }
}

describe("addresses recorded from the reference", () => {
  test.each(texts)("text $text", (record) => {
    const address = outcome(() => toHex(addressFromText(record.text)));
    expect(address).toBe(record.error ?? record.bytes);
    const bech32 = outcome(() => decodeBech32(record.text));
    expect(typeof bech32 === "string" ? bech32 : null).toBe(record.bech32_error);
    if (typeof bech32 !== "string") {
      expect(bech32.prefix).toBe(record.bech32_hrp);
      expect(toHex(bech32.data)).toBe(record.bech32_data);
    }
    if (record.bytes !== undefined) {
      expect(isReservedAddress(asAddress(bytes(record.bytes)))).toBe(!record.valid);
      expect(addressToText(asAddress(bytes(record.bytes)))).toBe(record.text.toLowerCase());
    }
  });

  test.each(derived)("of key $public_key and runtime $runtime_id", (record) => {
    expect(addressToText(stakingAddress(asPublicKey(bytes(record.public_key))))).toBe(record.address);
    expect(addressToText(runtimeAddress(asNamespace(bytes(record.runtime_id))))).toBe(record.runtime_address);
  });

  test("the protocol's own accounts", () => {
    expect(Object.values(reservedAddresses).map(addressToText)).toEqual([
      "oasis1qrmufhkkyyf79s5za2r8yga9gnk4t446dcy3a5zm",
      "oasis1qqnv3peudzvekhulf8v3ht29z4cthkhy7gkxmph5",
      "oasis1qp65laz8zsa9a305wxeslpnkh9x4dv2h2qhjz0ec",
    ]);
    expect(toHex(reservedPublicKeys.feeAccumulator)).toBe(`1abe11edfeeacc${"ff".repeat(25)}`);
  });

  test("the runtime of zeros", () => {
    const runtime = asNamespace(new Uint8Array(32));
    expect(addressToText(runtimeAddress(runtime))).toBe("oasis1qqdn25n5a2jtet2s5amc7gmchsqqgs4j0qcg5k0t");
  });
});

describe("Address", () => {
  const address = reservedAddresses.commonPool;

  test("is a byte string in CBOR and Bech32 in JSON", () => {
    expect(toHex(encode(Address, address))).toBe(`55${toHex(address)}`);
    expect(decode(Address, encode(Address, address))).toEqual(address);
    expect(toJson(Address, address)).toBe(addressToText(address));
    expect(fromJson(Address, addressToText(address))).toEqual(address);
  });

  test("any version byte is fine on decoding", () => {
    const other = asAddress(new Uint8Array(21).fill(0xff));
    expect(addressFromText(addressToText(other))).toEqual(other);
    expect(isReservedAddress(other)).toBe(false);
  });

  test("another size is refused", () => {
    expect(() => asAddress(new Uint8Array(20))).toThrow(AddressError);
  });

  test("a context takes an identifier of 1 to 64 bytes and a u8 version", () => {
    const context = addressContext("x".repeat(64), 7);
    expect(newAddress(context, Uint8Array.of(1))[0]).toBe(7);
    for (const [identifier, version] of [
      ["", 0],
      ["ä".repeat(33), 0],
      ["x", 256],
      ["x", -1],
      ["x", 0.5],
    ] as const)
      expect(() => addressContext(identifier, version)).toThrow(AddressError);
  });
});
