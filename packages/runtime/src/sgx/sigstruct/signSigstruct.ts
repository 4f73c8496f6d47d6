import {type KeyObject, sign} from "node:crypto";
import {concat} from "@oasis-node/primitives/bytes";
import {numberSize, offsets, requiredExponent, signedParts} from "./layout.ts";
import {fromLittleEndian, quotients, toLittleEndian} from "./numbers.ts";
import {type Sigstruct, unsignedSigstruct} from "./sigstruct.ts";
import {SigstructError} from "./sigstructError.ts";

/**
 * The 1808 bytes of a SIGSTRUCT, signed (runtime-workers §3.2). The key is an RSA key of 3072 bits with exponent 3; the
 * same key gives the same bytes. Throws `SigstructError` `signingKey`, `date`.
 */
export function signSigstruct(sigstruct: Sigstruct, key: KeyObject): Uint8Array {
  const modulus = modulusOf(key);
  const bytes = unsignedSigstruct(sigstruct);
  const signature = fromLittleEndian(
    new Uint8Array(sign("sha256", concat(...signedParts(bytes)), key)).reverse(),
  );
  const {q1, q2} = quotients(signature, modulus);
  bytes.set(toLittleEndian(modulus), offsets.modulus);
  new DataView(bytes.buffer).setUint32(offsets.exponent, requiredExponent, true);
  bytes.set(toLittleEndian(signature), offsets.signature);
  bytes.set(toLittleEndian(q1), offsets.q1);
  bytes.set(toLittleEndian(q2), offsets.q2);
  return bytes;
}

function modulusOf(key: KeyObject): bigint {
  const {publicExponent, modulusLength} = key.asymmetricKeyDetails ?? {};
  const isRsa = key.type === "private" && key.asymmetricKeyType === "rsa";
  if (!isRsa || publicExponent !== BigInt(requiredExponent) || modulusLength !== 8 * numberSize)
    throw new SigstructError("signingKey", "not an RSA key of 3072 bits with exponent 3", {
      type: key.asymmetricKeyType,
      publicExponent,
      modulusLength,
    });
  const {n = ""} = key.export({format: "jwk"});
  return fromLittleEndian(new Uint8Array(Buffer.from(n, "base64url")).reverse());
}
