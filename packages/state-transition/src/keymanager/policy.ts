import {equal, toBase64, toHex} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {prepare, type SignatureVerifier, signingContexts} from "@oasis-node/primitives/signature";
import {KeymanagerError} from "./keymanagerError.ts";
import {PolicySgx, type SignedPolicySgx} from "./types/index.ts";

const failed = "keymanager: sanity check failed";

/** Checks the signatures of a policy; one without signatures passes (consensus-paratime §4.2). Throws `KeymanagerError`. */
export function checkPolicySignatures(
  verifier: SignatureVerifier,
  {policy, signatures}: SignedPolicySgx,
): void {
  const message = prepare(signingContexts.keyManagerPolicy, {}, encode(PolicySgx, policy));
  for (const signature of signatures ?? []) {
    const key = toBase64(signature.publicKey);
    if (!verifier.isUsable(signature.publicKey)) {
      throw new KeymanagerError(
        "policyKey",
        `${failed}: SGX policy signature's public key ${key} is invalid`,
      );
    }
    if (!verifier.verify({message, ...signature})) {
      throw new KeymanagerError("policySignature", `${failed}: SGX policy signature from ${key} is invalid`);
    }
  }
}

/** Checks that a policy can follow another: for the same runtime, with a larger serial number. Throws `KeymanagerError`. */
export function checkPolicyUpdate({policy: before}: SignedPolicySgx, {policy}: SignedPolicySgx): void {
  if (!equal(policy.id, before.id)) {
    const change = `from ${toHex(before.id)} to ${toHex(policy.id)}`;
    throw new KeymanagerError("policyId", `${failed}: SGX policy runtime ID changed ${change}`);
  }
  if (policy.serial <= before.serial) {
    const details = {before: before.serial, serial: policy.serial};
    throw new KeymanagerError("policySerial", `${failed}: SGX policy serial number did not increase`, {
      details,
    });
  }
}
