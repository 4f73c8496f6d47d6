import {decode} from "@oasis-node/primitives/cbor";
import {type PublicKey, prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {consensusErrors, SignedTransaction, type Transaction} from "../consensus/index.ts";
import type {Chain} from "../context/index.ts";
import {ApplicationError} from "./applicationError.ts";

/** A transaction whose signature has been found valid. */
export interface AuthenticTransaction {
  readonly transaction: Transaction;
  readonly signer: PublicKey;
  /** Bytes of the envelope, for the gas. */
  readonly size: number;
}

/** The transaction of its envelope (consensus-core §1.7, steps 2 and 3). Throws what becomes the result. */
export function decodeTransaction(raw: Uint8Array, chain: Chain): AuthenticTransaction {
  const {maxTxSize} = chain.consensusParameters;
  if (maxTxSize > 0n && BigInt(raw.length) > maxTxSize) throw consensusErrors.oversizedTx();
  const envelope = decode(SignedTransaction.envelope, raw);
  const context = prepareContext(signingContexts.transaction, {chainContext: chain.chainContext});
  const transaction = SignedTransaction.open(chain.verifier, context, envelope);
  if (transaction.method === "") throw new ApplicationError("emptyMethod", "transaction: empty method");
  return {transaction, signer: envelope.signature.publicKey, size: raw.length};
}
