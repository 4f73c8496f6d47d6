import {decodePem, encodePem, findPemBlock, PemError, pemTypes} from "../pem/index.ts";
import {asPublicKey, type PublicKey} from "./publicKey.ts";
import {asRawSignature, type Signature} from "./signatureTypes.ts";

/** PEM text of a public key. */
export function publicKeyToPem(publicKey: PublicKey): string {
  return encodePem(pemTypes.ed25519PublicKey, publicKey);
}

/** Public key of its PEM text. Throws `PemError`, `MalformedSignatureError`. */
export function publicKeyFromPem(text: string): PublicKey {
  return asPublicKey(decodePem(pemTypes.ed25519PublicKey, text));
}

/** PEM text of a signature: a block with the key, then one with the signature (primitives-mkvs §2.10). */
export function signatureToPem({publicKey, signature}: Signature): string {
  return publicKeyToPem(publicKey) + encodePem(pemTypes.ed25519Signature, signature);
}

/** Signature of its PEM text; anything may follow it. Throws `PemError`, `MalformedSignatureError`. */
export function signatureFromPem(text: string): Signature {
  const keyBlock = blockOf(pemTypes.ed25519PublicKey, text);
  const publicKey = asPublicKey(keyBlock.data);
  const signature = asRawSignature(blockOf(pemTypes.ed25519Signature, keyBlock.rest).data);
  return {publicKey, signature};
}

function blockOf(wanted: string, text: string): {readonly data: Uint8Array; readonly rest: string} {
  const block = findPemBlock(text);
  if (block === null) throw new PemError("noBlock", {wanted});
  if (block.type !== wanted) throw new PemError("wrongType", {wanted, found: block.type});
  return block;
}
