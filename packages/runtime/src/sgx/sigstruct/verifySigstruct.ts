import {createHash} from "node:crypto";
import {concat, equal} from "@oasis-node/primitives/bytes";
import {type EnclaveIdentity, mrSignerOfModulus} from "@oasis-node/primitives/sgx";
import {numberSize, offsets, requiredExponent, signedParts, sigstructSize} from "./layout.ts";
import {bitLength, fromLittleEndian, quotients, toBigEndian} from "./numbers.ts";
import {type Sigstruct, sigstructFields} from "./sigstruct.ts";
import {SigstructError} from "./sigstructError.ts";

/** What a good SIGSTRUCT states, and who does. */
export interface VerifiedSigstruct {
  readonly sigstruct: Sigstruct;
  /** RSA modulus of the signer. */
  readonly modulus: bigint;
  /** The enclave that it is about, by its signer. */
  readonly identity: EnclaveIdentity;
}

/** How PKCS #1 v1.5 names SHA-256 before the hash: a DER `DigestInfo`. */
const sha256Prefix = Uint8Array.of(
  ...[0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01],
  ...[0x05, 0x00, 0x04, 0x20],
);

/**
 * Checks a SIGSTRUCT in the reference's order (runtime-workers §3.2). Headers and reserved fields are not looked at, as
 * there: the signature is over all of them but twelve bytes, and the processor refuses the rest. Throws `SigstructError`.
 */
export function verifySigstruct(bytes: Uint8Array): VerifiedSigstruct {
  if (bytes.length !== sigstructSize)
    throw new SigstructError("length", `buffer is not ${sigstructSize} bytes: ${bytes.length}`);
  const modulus = numberAt(bytes, offsets.modulus);
  const bits = bitLength(modulus);
  if (bits !== 8 * numberSize)
    throw new SigstructError("modulus", `public key modulus is not ${8 * numberSize} bits: ${bits}`);
  const exponent = new DataView(bytes.buffer, bytes.byteOffset).getUint32(offsets.exponent, true);
  if (exponent !== requiredExponent)
    throw new SigstructError("exponent", `public key exponent is not ${requiredExponent}: ${exponent}`);
  const signature = numberAt(bytes, offsets.signature);
  if (!isSignature(signature, modulus, signedParts(bytes)))
    throw new SigstructError("signature", "invalid signature: crypto/rsa: verification error");
  checkQuotients(bytes, signature, modulus);
  const sigstruct = sigstructFields(bytes);
  const mrSigner = mrSignerOfModulus(bytes.subarray(offsets.modulus, offsets.modulus + numberSize));
  return {sigstruct, modulus, identity: {mrEnclave: sigstruct.enclaveHash, mrSigner}};
}

function checkQuotients(bytes: Uint8Array, signature: bigint, modulus: bigint): void {
  const {q1, q2} = quotients(signature, modulus);
  if (numberAt(bytes, offsets.q1) !== q1) throw new SigstructError("quotients", "invalid Q1");
  if (numberAt(bytes, offsets.q2) !== q2) throw new SigstructError("quotients", "invalid Q2");
}

/** Takes signatures that are not below the modulus too, as the reference's library does and OpenSSL does not. */
function isSignature(signature: bigint, modulus: bigint, parts: readonly Uint8Array[]): boolean {
  const message = toBigEndian((((signature * signature) % modulus) * signature) % modulus);
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  const end = concat(Uint8Array.of(0), sha256Prefix, new Uint8Array(hash.digest()));
  const padding = new Uint8Array(numberSize - 2 - end.length).fill(0xff);
  return equal(message, concat(Uint8Array.of(0, 1), padding, end));
}

function numberAt(bytes: Uint8Array, offset: number): bigint {
  return fromLittleEndian(bytes.subarray(offset, offset + numberSize));
}
