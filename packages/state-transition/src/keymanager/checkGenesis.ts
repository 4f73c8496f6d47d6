import {toBase64, toHex} from "@oasis-node/primitives/bytes";
import {isKeyManagerNamespace} from "@oasis-node/primitives/namespace";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {attempt} from "../attempt/index.ts";
import {checkPolicySignatures} from "./policy.ts";
import type {KeymanagerGenesis, KeymanagerStatus} from "./types/index.ts";

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
  if (policy === null) return;
  const signatures = attempt(() => checkPolicySignatures(verifier, policy));
  if (!signatures.ok) yield signatures.problem;
}
