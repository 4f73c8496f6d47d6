import {equal, toBase64} from "../bytes/index.ts";
import type {PublicKey} from "./publicKey.ts";
import {SignatureError} from "./signatureError.ts";
import type {Signature} from "./signatureTypes.ts";

/** Throws `SignatureError` `publicKeyMismatch` unless the signature names the key. Verifies nothing. */
export function checkSigner({publicKey}: Signature, expected: PublicKey): void {
  if (equal(publicKey, expected)) return;
  throw new SignatureError("publicKeyMismatch", {expected: toBase64(expected), found: toBase64(publicKey)});
}
