import {type Branded, concat, fromBase64, fromHex, toBase64, toHex} from "../bytes/index.ts";
import {mapped, type Schema, struct, type ValueOf} from "../cbor/index.ts";
import type {JsonValue} from "../json/index.ts";
import {asMrEnclave, asMrSigner, MrEnclave, MrSigner, measurementSize} from "./measurement.ts";
import {SgxError} from "./sgxError.ts";

/** Size of an identity as bytes: the enclave's measurement, then its signer's. */
export const enclaveIdentitySize = 2 * measurementSize;

const fields = struct("sgx.EnclaveIdentity", {mrEnclave: MrEnclave, mrSigner: MrSigner});

/** Which enclave by which signer. A map in CBOR, base64 of the 64 bytes in JSON. */
export type EnclaveIdentity = ValueOf<typeof fields>;
export const EnclaveIdentity: Schema<EnclaveIdentity> = mapped(fields, {
  name: "sgx.EnclaveIdentity",
  to: (value) => value,
  from: (value) => value,
  json: {to: enclaveIdentityToText, from: (json) => enclaveIdentityFromText(asText(json))},
});

/** The same as one string of 64 bytes, so that it can be the key of a map. On the wire an `EnclaveIdentity`. */
export type EnclaveIdentityKey = Branded<Uint8Array, "EnclaveIdentityKey">;
export const EnclaveIdentityKey: Schema<EnclaveIdentityKey> = mapped(EnclaveIdentity, {
  name: "sgx.EnclaveIdentity",
  to: enclaveIdentityKey,
  from: enclaveIdentityOf,
});

export function enclaveIdentityKey({mrEnclave, mrSigner}: EnclaveIdentity): EnclaveIdentityKey {
  return asEnclaveIdentityKey(concat(mrEnclave, mrSigner));
}

/** The identity of its 64 bytes. Throws `SgxError` `enclaveIdentity` for another size. */
export function enclaveIdentityOf(bytes: Uint8Array): EnclaveIdentity {
  const key = asEnclaveIdentityKey(bytes);
  return {
    mrEnclave: asMrEnclave(key.slice(0, measurementSize)),
    mrSigner: asMrSigner(key.slice(measurementSize)),
  };
}

/** Base64 of the 64 bytes. */
export function enclaveIdentityToText(identity: EnclaveIdentity): string {
  return toBase64(enclaveIdentityKey(identity));
}

/** Identity of its text form. Throws `SgxError` `enclaveIdentity`. */
export function enclaveIdentityFromText(text: string): EnclaveIdentity {
  return enclaveIdentityOf(fromBase64(text) ?? new Uint8Array());
}

/** Hexadecimal, as operators write it in configurations. */
export function enclaveIdentityToHex(identity: EnclaveIdentity): string {
  return toHex(enclaveIdentityKey(identity));
}

/** Identity of its hexadecimal form. Throws `SgxError` `enclaveIdentity`. */
export function enclaveIdentityFromHex(text: string): EnclaveIdentity {
  return enclaveIdentityOf(fromHex(text) ?? new Uint8Array());
}

function asEnclaveIdentityKey(bytes: Uint8Array): EnclaveIdentityKey {
  if (!isEnclaveIdentityKey(bytes)) throw new SgxError("enclaveIdentity", {length: bytes.length});
  return bytes;
}

function isEnclaveIdentityKey(bytes: Uint8Array): bytes is EnclaveIdentityKey {
  return bytes.length === enclaveIdentitySize;
}

function asText(json: JsonValue): string {
  if (typeof json !== "string") throw new SgxError("enclaveIdentity", {json});
  return json;
}
