import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {hashOf} from "@oasis-node/primitives/hash";
import type {JsonObject, JsonValue} from "@oasis-node/primitives/json";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {prettyTransaction} from "@oasis-node/state-transition/methods";
import type {ChainView} from "./chainView.ts";
import {isSignatureValid} from "./isSignatureValid.ts";

/** A signed transaction for programs: the facts of `prettySignedTransaction`. */
export function jsonSignedTransaction(
  signed: SignedTransaction,
  view: ChainView,
  verifier: SignatureVerifier,
): JsonObject {
  const {untrustedRawValue, signature} = signed;
  return {
    hash: toHex(hashOf(encode(SignedTransaction.envelope, signed))),
    signer: toBase64(signature.publicKey),
    signature: toBase64(signature.signature),
    signature_valid: isSignatureValid(signed, view, verifier),
    content: jsonContent(untrustedRawValue ?? new Uint8Array()),
  };
}

function jsonContent(raw: Uint8Array): JsonValue {
  try {
    return prettyTransaction(decode(Transaction, raw));
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return {error: error.message, malformed: toBase64(raw)};
  }
}
