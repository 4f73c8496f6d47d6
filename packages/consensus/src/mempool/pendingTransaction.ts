import {toHex} from "@oasis-node/primitives/bytes";
import {decode} from "@oasis-node/primitives/cbor";
import {hashOf} from "@oasis-node/primitives/hash";
import {type PreparedContext, prepareMessage, type SignatureCheck} from "@oasis-node/primitives/signature";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {transactionMethod} from "@oasis-node/state-transition/methods";

/** A transaction as the pool sees it. */
export interface PendingTransaction {
  readonly raw: Uint8Array;
  /** Hash of its bytes, as text. */
  readonly hash: string;
  /** Public key of the signer, as text. */
  readonly sender: string;
  /** What it offers for a unit of gas, in 2⁻⁶⁴ base units; methods that pay nothing because they must get through go first. */
  readonly price: bigint;
}

/** A transaction whose signature is still to be verified. */
export interface UnverifiedTransaction {
  readonly pending: PendingTransaction;
  readonly check: SignatureCheck;
  /** Whether its method must get through. */
  readonly isCritical: boolean;
}

/** Before all that is paid for. */
const criticalPrice = 1n << 320n;

/**
 * What there is to know of a transaction before it is checked; null for bytes that are none, which the application's check
 * will refuse with the reason.
 */
export function readTransaction(
  raw: Uint8Array,
  hash: string,
  context: PreparedContext,
): UnverifiedTransaction | null {
  try {
    const {untrustedRawValue, signature} = decode(SignedTransaction.envelope, raw);
    const blob = untrustedRawValue ?? new Uint8Array();
    const {publicKey} = signature;
    const transaction = decode(Transaction, blob);
    const isCritical = transactionMethod(transaction.method)?.critical === true;
    const price = isCritical ? criticalPrice : priceOf(transaction);
    return {
      pending: {raw, hash, sender: toHex(publicKey), price},
      check: {publicKey, message: prepareMessage(context, blob), signature: signature.signature},
      isCritical,
    };
  } catch {
    return null;
  }
}

/** Hash of a transaction's bytes, by which everybody knows it, as text. */
export function transactionHash(raw: Uint8Array): string {
  return toHex(hashOf(raw));
}

function priceOf({fee}: Transaction): bigint {
  if (fee === null || fee.gas === 0n) return 0n;
  return (fee.amount << 64n) / fee.gas;
}
