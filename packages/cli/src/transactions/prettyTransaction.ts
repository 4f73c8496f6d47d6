import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {hashOf} from "@oasis-node/primitives/hash";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {prettyAmount, type TokenContext} from "@oasis-node/primitives/token";
import {type Fee, SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import type {ChainView} from "./chainView.ts";
import {isSignatureValid} from "./isSignatureValid.ts";
import {prettyBody} from "./prettyBody.ts";

/** A transaction for people, as it is shown before it is signed (cli-config-grpc §3.2). */
export function prettyTransaction(transaction: Transaction, prefix: string, view: ChainView): string {
  const {method, nonce, fee} = transaction;
  return [
    `${prefix}Method: ${method}\n`,
    `${prefix}Body:\n`,
    prettyBody(transaction, `${prefix}  `, view.token),
    `${prefix}Nonce:  ${nonce}\n`,
    fee === null ? `${prefix}Fee:   none\n` : `${prefix}Fee:\n${prettyFee(fee, `${prefix}  `, view.token)}`,
    // At the left edge whatever the prefix: a kept oddity.
    `Other info:\n  Genesis document's hash: ${toHex(view.genesisHash)}\n`,
  ].join("");
}

/** A signed transaction for people: who signed it, whether the signature holds, and its content (cli-config-grpc §3.2). */
export function prettySignedTransaction(
  signed: SignedTransaction,
  view: ChainView,
  verifier: SignatureVerifier,
): string {
  const {untrustedRawValue, signature} = signed;
  const raw = untrustedRawValue ?? new Uint8Array();
  return [
    `Hash: ${toHex(hashOf(encode(SignedTransaction.envelope, signed)))}\n`,
    `Signer: ${toBase64(signature.publicKey)}\n`,
    `        (signature: ${toBase64(signature.signature)})\n`,
    isSignatureValid(signed, view, verifier) ? "" : "        [INVALID SIGNATURE]\n",
    "Content:\n",
    prettyContent(raw, view),
  ].join("");
}

function prettyContent(raw: Uint8Array, view: ChainView): string {
  const prefix = "  ";
  let transaction: Transaction;
  try {
    transaction = decode(Transaction, raw);
  } catch (error) {
    if (!(error instanceof TypedError)) throw error;
    return `${prefix}<error: ${error.message}>\n${prefix}<malformed: ${toBase64(raw)}>\n`;
  }
  return prettyTransaction(transaction, prefix, view);
}

function prettyFee({amount, gas}: Fee, prefix: string, token: TokenContext): string {
  const price = gas === 0n ? 0n : amount / gas;
  return [
    `${prefix}Amount: ${prettyAmount(amount, token)}\n`,
    `${prefix}Gas limit: ${gas}\n`,
    `${prefix}(gas price: ${prettyAmount(price, token)} per gas unit)\n`,
  ].join("");
}
