import {verify} from "@oasis-node/primitives/ed25519";
import {
  type PreparedContext,
  prepareContext,
  prepareMessage,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {consensusAddress} from "@oasis-node/state-transition/node";
import type {ValidatorKey} from "./validator.ts";

/** Context of all that the consensus engine signs: votes, proposals, peer challenges (primitives-mkvs §2.6). */
export const tendermintContext: PreparedContext = prepareContext(signingContexts.tendermint);

/**
 * Whether the signature is valid for the sign bytes under the engine's context. Unlike the application, the engine knows
 * no blacklist. PERF: one Ed25519 verification.
 */
export function isEngineSignature(key: ValidatorKey, signBytes: Uint8Array, signature: Uint8Array): boolean {
  if (key?.kind !== "ed25519") return false;
  return verify(key.value, prepareMessage(tendermintContext, signBytes), signature);
}

/** How the engine names whoever has a key: the first 20 bytes of its SHA-256. */
export function engineAddress(publicKey: Uint8Array): Uint8Array {
  return consensusAddress(publicKey);
}
