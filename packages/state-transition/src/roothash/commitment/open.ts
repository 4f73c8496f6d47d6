import {toHex} from "@oasis-node/primitives/bytes";
import {CborError} from "@oasis-node/primitives/cbor";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {
  type PreparedContext,
  prepareContext,
  SignatureError,
  type SignatureVerifier,
  type SigningContext,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {RoothashError} from "../roothashError.ts";
import {
  ExecutorCommitment,
  type OpenExecutorCommitment,
  type ProposedBatch,
  SignedProposedBatch,
} from "../types/commitment.ts";

/** Under what signatures are verified: they are worth nothing on another chain. */
export interface ChainSignatures {
  readonly verifier: SignatureVerifier;
  /** Lower-case hexadecimal hash of the genesis document. */
  readonly chainContext: string;
}

/** A context under which members of a runtime's committees sign. */
export function runtimeContext(
  context: SigningContext,
  chainContext: string,
  runtimeId: Namespace,
): PreparedContext {
  return prepareContext(context, {chainContext, suffix: toHex(runtimeId)});
}

/** Opens a commitment. Throws `RoothashError` `invalidCommitmentSignature`, also for signed bytes that are no body. */
export function openExecutorCommitment(
  {verifier, chainContext}: ChainSignatures,
  runtimeId: Namespace,
  commitment: ExecutorCommitment,
): OpenExecutorCommitment {
  const context = runtimeContext(signingContexts.executorCommitment, chainContext, runtimeId);
  try {
    return {commitment, body: ExecutorCommitment.open(verifier, context, commitment)};
  } catch (cause) {
    if (!(cause instanceof SignatureError || cause instanceof CborError)) throw cause;
    throw new RoothashError(
      "invalidCommitmentSignature",
      "roothash/commitment: commitment has invalid signature",
      {cause},
    );
  }
}

/** Opens a batch. Throws `SignatureError` or `CborError`. */
export function openProposedBatch(
  {verifier, chainContext}: ChainSignatures,
  runtimeId: Namespace,
  batch: SignedProposedBatch,
): ProposedBatch {
  const context = runtimeContext(signingContexts.proposedBatch, chainContext, runtimeId);
  return SignedProposedBatch.open(verifier, context, batch);
}
