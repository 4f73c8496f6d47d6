import {prepareContext, type SignatureVerifier, signingContexts} from "@oasis-node/primitives/signature";
import type {SignedTransaction} from "@oasis-node/state-transition/consensus";
import type {ChainView} from "./chainView.ts";

/** Whether the signer signed the transaction for this network. */
export function isSignatureValid(
  {untrustedRawValue, signature}: SignedTransaction,
  {chainContext}: Pick<ChainView, "chainContext">,
  verifier: SignatureVerifier,
): boolean {
  const context = prepareContext(signingContexts.transaction, {chainContext});
  return verifier.verifyUnder(context, untrustedRawValue ?? new Uint8Array(), signature);
}
