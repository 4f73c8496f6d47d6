import {type Branded, fromBase64, toBase64} from "../bytes/index.ts";
import {binary, type Schema} from "../cbor/index.ts";
import {MalformedSignatureError} from "./malformedSignatureError.ts";

/** Size of a public key in bytes. */
export const publicKeySize = 32;

/** Ed25519 public key, 32 bytes as received: nothing says that it is a point of the curve (primitives-mkvs §1.5). */
export type PublicKey = Branded<Uint8Array, "PublicKey">;
export const PublicKey: Schema<PublicKey> = binary<PublicKey>({
  name: "signature.PublicKey",
  length: publicKeySize,
  error: "signature: malformed public key",
  json: {to: toBase64, from: publicKeyFromText},
});

export function isPublicKey(bytes: Uint8Array): bytes is PublicKey {
  return bytes.length === publicKeySize;
}

/** The same bytes as a public key. Throws `MalformedSignatureError` `publicKey` unless there are 32. */
export function asPublicKey(bytes: Uint8Array): PublicKey {
  if (!isPublicKey(bytes)) throw new MalformedSignatureError("publicKey", {length: bytes.length});
  return bytes;
}

/** Public key of its text form, base64. Throws `MalformedSignatureError` `publicKey`. */
export function publicKeyFromText(text: string): PublicKey {
  const bytes = fromBase64(text);
  if (bytes === null || !isPublicKey(bytes)) throw new MalformedSignatureError("publicKey", {text});
  return bytes;
}
