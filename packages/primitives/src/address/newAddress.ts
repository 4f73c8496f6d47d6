import {concat, utf8} from "../bytes/index.ts";
import {hashOf} from "../hash/index.ts";
import type {Namespace} from "../namespace/index.ts";
import type {PublicKey} from "../signature/index.ts";
import {type Address, addressSize, asAddress} from "./address.ts";
import {AddressError} from "./addressError.ts";

const maxIdentifierSize = 64;

/** Keeps addresses made for different purposes apart. */
export interface AddressContext {
  /** 1 to 64 bytes of UTF-8. */
  readonly identifier: string;
  /** u8, also the first byte of the address. */
  readonly version: number;
}

/** A context beside those of `addressContexts`. Throws `AddressError` `malformedContext`. */
export function addressContext(identifier: string, version: number): AddressContext {
  const size = utf8(identifier).length;
  const isVersion = Number.isInteger(version) && version >= 0 && version <= 0xff;
  if (size < 1 || size > maxIdentifierSize || !isVersion)
    throw new AddressError("malformedContext", "address: malformed context", {
      details: {identifier, version},
    });
  return {identifier, version};
}

/** Contexts of the protocol (primitives-mkvs §2.5). */
export const addressContexts = {
  staking: addressContext("oasis-core/address: staking", 0),
  runtime: addressContext("oasis-core/address: runtime", 0),
} as const;

/** Address of `data` in a context: the version and the first 20 bytes of H(identifier ‖ version ‖ data). */
export function newAddress({identifier, version}: AddressContext, data: Uint8Array): Address {
  const head = Uint8Array.of(version);
  return asAddress(concat(head, hashOf(utf8(identifier), head, data).subarray(0, addressSize - head.length)));
}

/** Address of the account of a public key. */
export function stakingAddress(key: PublicKey): Address {
  return newAddress(addressContexts.staking, key);
}

/** Address of the account of a runtime. */
export function runtimeAddress(runtime: Namespace): Address {
  return newAddress(addressContexts.runtime, runtime);
}
