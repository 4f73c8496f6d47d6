import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {isKeyManagerNamespace} from "@oasis-node/primitives/namespace";
import {prepareContext, type SignatureVerifier, signingContexts} from "@oasis-node/primitives/signature";
import {type KeymanagerGenesis, type KeymanagerStatus, PolicySgx, type SignedPolicySgx} from "./types.ts";

const failed = "keymanager: sanity check failed";

export interface KeymanagerGenesisChecks {
  readonly verifier: SignatureVerifier;
}

/** What is wrong with the key manager part of a genesis document (consensus-core §2.7), in the reference's order. */
export function* checkKeymanagerGenesis(
  {statuses}: KeymanagerGenesis,
  {verifier}: KeymanagerGenesisChecks,
): Generator<string> {
  for (const status of statuses ?? []) {
    // The reference crashes (consensus-core §14).
    if (status === null) yield `${failed}: status is null`;
    else yield* checkStatus(status, verifier);
  }
}

function* checkStatus({id, nodes, policy}: KeymanagerStatus, verifier: SignatureVerifier): Generator<string> {
  if (!isKeyManagerNamespace(id)) yield `${failed}: key manager runtime ID ${toHex(id)} is invalid`;
  for (const node of nodes ?? []) {
    if (!verifier.isUsable(node)) yield `${failed}: key manager node ID ${toBase64(node)} is invalid`;
  }
  if (policy !== null) yield* checkPolicySignatures(policy, verifier);
}

function* checkPolicySignatures(
  {policy, signatures}: SignedPolicySgx,
  verifier: SignatureVerifier,
): Generator<string> {
  const context = prepareContext(signingContexts.keyManagerPolicy);
  const bytes = encode(PolicySgx, policy);
  for (const signature of signatures ?? []) {
    const key = toBase64(signature.publicKey);
    if (!verifier.isUsable(signature.publicKey))
      yield `${failed}: SGX policy signature's public key ${key} is invalid`;
    else if (!verifier.verifyUnder(context, bytes, signature))
      yield `${failed}: SGX policy signature from ${key} is invalid`;
  }
}
