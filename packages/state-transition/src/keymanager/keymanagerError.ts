import {TypedError} from "@oasis-node/primitives/errors";

/**
 * Refusals of the key manager which are uncoded in the reference (consensus-paratime §4).
 *
 * - `notKeyManager`, `signer`: a policy for another kind of runtime, or not from its owner;
 * - `policyKey`, `policySignature`: a policy with a key that may not be used, or a signature that is not valid;
 * - `policyId`, `policySerial`: a policy that cannot follow the one before;
 * - `initResponse`: what a node says of its enclave is missing or not signed by it.
 */
export class KeymanagerError extends TypedError<
  "notKeyManager" | "signer" | "policyKey" | "policySignature" | "policyId" | "policySerial" | "initResponse"
> {}
