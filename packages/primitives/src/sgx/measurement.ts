import {createHash} from "node:crypto";
import {type Branded, fromHex, toHex} from "../bytes/index.ts";
import {binary, type Schema} from "../cbor/index.ts";
import {SgxError} from "./sgxError.ts";

/** Size of an enclave or signer measurement in bytes: SHA-256. */
export const measurementSize = 32;

/** Size of the RSA modulus of an enclave signer in bytes. */
export const signerModulusSize = 384;

/** What an enclave consists of: SHA-256 of its `.sgxs` file. */
export type MrEnclave = Branded<Uint8Array, "MrEnclave">;
export const MrEnclave: Schema<MrEnclave> = binary<MrEnclave>({
  name: "sgx.MrEnclave",
  length: measurementSize,
  error: "sgx: malformed MRENCLAVE",
  json: {to: toHex, from: mrEnclaveFromText},
});

/** Who signed an enclave: SHA-256 of the little-endian RSA modulus. */
export type MrSigner = Branded<Uint8Array, "MrSigner">;
export const MrSigner: Schema<MrSigner> = binary<MrSigner>({
  name: "sgx.MrSigner",
  length: measurementSize,
  error: "sgx: malformed MRSIGNER",
  json: {to: toHex, from: mrSignerFromText},
});

export function isMrEnclave(bytes: Uint8Array): bytes is MrEnclave {
  return bytes.length === measurementSize;
}

export function isMrSigner(bytes: Uint8Array): bytes is MrSigner {
  return bytes.length === measurementSize;
}

/** The same bytes as an enclave measurement. Throws `SgxError` `mrEnclave`. */
export function asMrEnclave(bytes: Uint8Array): MrEnclave {
  if (!isMrEnclave(bytes)) throw new SgxError("mrEnclave", {length: bytes.length});
  return bytes;
}

/** The same bytes as a signer measurement. Throws `SgxError` `mrSigner`. */
export function asMrSigner(bytes: Uint8Array): MrSigner {
  if (!isMrSigner(bytes)) throw new SgxError("mrSigner", {length: bytes.length});
  return bytes;
}

/** Of hexadecimal of either case. Throws `SgxError` `mrEnclave`. */
export function mrEnclaveFromText(text: string): MrEnclave {
  return asMrEnclave(fromHex(text) ?? new Uint8Array());
}

/** Of hexadecimal of either case. Throws `SgxError` `mrSigner`. */
export function mrSignerFromText(text: string): MrSigner {
  return asMrSigner(fromHex(text) ?? new Uint8Array());
}

/** Of the whole content of a `.sgxs` file. */
export function mrEnclaveOfSgxs(file: Uint8Array): MrEnclave {
  return asMrEnclave(sha256(file));
}

/** Of a little-endian RSA modulus of exactly 384 bytes. Throws `SgxError` `modulus`. */
export function mrSignerOfModulus(modulus: Uint8Array): MrSigner {
  // The reference counts the number's own bytes, so its highest one may not be zero.
  if (modulus.length !== signerModulusSize || modulus[signerModulusSize - 1] === 0)
    throw new SgxError("modulus", {length: modulus.length});
  return asMrSigner(sha256(modulus));
}

function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
