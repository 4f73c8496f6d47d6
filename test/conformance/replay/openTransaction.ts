import {decode} from "@oasis-node/primitives/cbor";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";

/** Content and signer of a transaction, its signature not verified; null when it does not decode. */
export function openTransaction(
  tx: Uint8Array,
): {readonly transaction: Transaction; readonly signer: PublicKey} | null {
  try {
    const {untrustedRawValue, signature} = decode(SignedTransaction.envelope, tx);
    return {transaction: decode(Transaction, untrustedRawValue), signer: signature.publicKey};
  } catch {
    return null;
  }
}
