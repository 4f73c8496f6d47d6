import {type Branded, fromBase64, toBase64} from "../bytes/index.ts";
import {binary, type Schema, struct, type ValueOf} from "../cbor/index.ts";
import {MalformedSignatureError} from "./malformedSignatureError.ts";
import {PublicKey} from "./publicKey.ts";

/** Size of a raw signature in bytes. */
export const rawSignatureSize = 64;

/** Ed25519 signature, 64 bytes as received. */
export type RawSignature = Branded<Uint8Array, "RawSignature">;
export const RawSignature: Schema<RawSignature> = binary<RawSignature>({
  name: "signature.RawSignature",
  length: rawSignatureSize,
  error: "signature: malformed signature",
  json: {to: toBase64, from: rawSignatureFromText},
});

/** A signature with the key that made it. */
export const Signature = struct("signature.Signature", {publicKey: PublicKey, signature: RawSignature});
export type Signature = ValueOf<typeof Signature>;

export function isRawSignature(bytes: Uint8Array): bytes is RawSignature {
  return bytes.length === rawSignatureSize;
}

/** The same bytes as a signature. Throws `MalformedSignatureError` `signature` unless there are 64. */
export function asRawSignature(bytes: Uint8Array): RawSignature {
  if (!isRawSignature(bytes)) throw new MalformedSignatureError("signature", {length: bytes.length});
  return bytes;
}

/** Signature of its text form, base64. Throws `MalformedSignatureError` `signature`. */
export function rawSignatureFromText(text: string): RawSignature {
  const bytes = fromBase64(text);
  if (bytes === null || !isRawSignature(bytes)) throw new MalformedSignatureError("signature", {text});
  return bytes;
}
