import type {Branded} from "../bytes/index.ts";
import {binary, type Schema} from "../cbor/index.ts";
import {AddressError} from "./addressError.ts";
import {decodeBech32, encodeBech32} from "./bech32.ts";
import {Bech32Error} from "./bech32Error.ts";

/** Size of an address in bytes: a version and 20 bytes of a hash. */
export const addressSize = 21;

/** What the text form of an address starts with, before the `1`. */
export const addressPrefix = "oasis";

/** Account address, 21 bytes; the version in the first byte is not checked (primitives-mkvs §2.5). */
export type Address = Branded<Uint8Array, "Address">;
export const Address: Schema<Address> = binary<Address>({
  name: "staking.Address",
  length: addressSize,
  error: "address: malformed address",
  json: {to: addressToText, from: addressFromText},
});

export function isAddress(bytes: Uint8Array): bytes is Address {
  return bytes.length === addressSize;
}

/** The same bytes as an address. Throws `AddressError` `malformed` unless there are 21. */
export function asAddress(bytes: Uint8Array): Address {
  if (!isAddress(bytes))
    throw new AddressError("malformed", "address: malformed address", {details: {length: bytes.length}});
  return bytes;
}

/** Bech32 text: `oasis1…`, 46 characters. */
export function addressToText(address: Address): string {
  return encodeBech32(addressPrefix, address);
}

/** Address of its Bech32 text. Throws `AddressError` `malformedText`, `wrongPrefix` or `malformed`. */
export function addressFromText(text: string): Address {
  const {prefix, data} = decode(text);
  if (prefix !== addressPrefix)
    throw new AddressError(
      "wrongPrefix",
      `address: incorrect bech32 human readable part: ${prefix} (expected: ${addressPrefix})`,
    );
  return asAddress(data);
}

function decode(text: string): ReturnType<typeof decodeBech32> {
  try {
    return decodeBech32(text);
  } catch (cause) {
    if (!(cause instanceof Bech32Error)) throw cause;
    throw new AddressError("malformedText", `address: decoding from bech32 failed: ${cause.message}`, {
      cause,
    });
  }
}
