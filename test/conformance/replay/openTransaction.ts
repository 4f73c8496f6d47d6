import {decode} from "@oasis-node/primitives/cbor";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";

/** Method and signer of a transaction, its signature not verified; null when it does not decode. */
export function openTransaction(
  tx: Uint8Array,
): {readonly method: string; readonly signer: PublicKey} | null {
  try {
    const {untrustedRawValue, signature} = decode(SignedTransaction.envelope, tx);
    return {method: decode(Transaction, untrustedRawValue).method, signer: signature.publicKey};
  } catch {
    return null;
  }
}
