import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {
  type EnclaveIdentity,
  type EnclaveIdentityKey,
  enclaveIdentityFromHex,
  enclaveIdentityKey,
} from "@oasis-node/primitives/sgx";
import type {EnclavePolicySgx} from "@oasis-node/state-transition/keymanager";
import {runtimeId} from "./runtimeId.ts";

const enclaveFlag = "--keymanager.policy.enclave.id";
const replicateFlag = "--keymanager.policy.may.replicate";
const queryFlag = "--keymanager.policy.may.query";

/**
 * Permissions belong to the enclave that stands before them, so that the command line itself is read, and only
 * `--flag value` counts (cli-config-grpc §3.1). Throws typed errors for malformed IDs.
 */
export function enclavePolicies(args: readonly string[]): BytesMap<EnclaveIdentityKey, EnclavePolicySgx> {
  const policies = new BytesMap<EnclaveIdentityKey, EnclavePolicySgx>();
  for (const [at, arg] of args.entries()) {
    if (arg !== enclaveFlag) continue;
    const enclave = enclaveIdentityFromHex(args[at + 1] ?? "");
    const next = args.indexOf(enclaveFlag, at + 2);
    const own = args.slice(at + 2, next < 0 ? undefined : next);
    policies.set(enclaveIdentityKey(enclave), enclavePolicy(own));
  }
  return policies;
}

function enclavePolicy(args: readonly string[]): EnclavePolicySgx {
  const mayReplicate: EnclaveIdentity[] = [];
  const mayQuery = new BytesMap<Namespace, EnclaveIdentity[]>();
  for (const [at, arg] of args.entries()) {
    const value = args[at + 1] ?? "";
    if (arg === replicateFlag) mayReplicate.push(...enclaves(value));
    if (arg !== queryFlag) continue;
    const [runtime = "", list = ""] = value.split("=");
    mayQuery.set(runtimeId(runtime), enclaves(list));
  }
  return {mayReplicate, mayQuery};
}

function enclaves(text: string): EnclaveIdentity[] {
  return text.split(",").map(enclaveIdentityFromHex);
}
