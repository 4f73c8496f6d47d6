import {
  bool,
  bytes,
  list,
  map,
  nullable,
  omitEmpty,
  struct,
  u32,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Namespace} from "@oasis-node/primitives/namespace";
import {EnclaveIdentity, EnclaveIdentityKey} from "@oasis-node/primitives/sgx";
import {PublicKey, Signature} from "@oasis-node/primitives/signature";

/** What enclaves an enclave of the key manager serves: those of runtimes, and its own successors (consensus-paratime §4.2). */
export const EnclavePolicySgx = struct("keymanager.EnclavePolicySGX", {
  mayQuery: map(Namespace, list(EnclaveIdentity)),
  mayReplicate: list(EnclaveIdentity),
});
export type EnclavePolicySgx = ValueOf<typeof EnclavePolicySgx>;

/** Access policy of a key manager runtime (consensus-paratime §4.2). */
export const PolicySgx = struct("keymanager.PolicySGX", {
  serial: u32,
  id: Namespace,
  enclaves: map(EnclaveIdentityKey, nullable(EnclavePolicySgx)),
});
export type PolicySgx = ValueOf<typeof PolicySgx>;

/** A policy with signatures over its encoding; body of `keymanager.UpdatePolicy` (consensus-paratime §4.2). */
export const SignedPolicySgx = struct("keymanager.SignedPolicySGX", {
  policy: PolicySgx,
  signatures: list(Signature),
});
export type SignedPolicySgx = ValueOf<typeof SignedPolicySgx>;

/** What the nodes of a key manager agree on, state key `70` (consensus-paratime §4.1). */
export const KeymanagerStatus = struct("keymanager.Status", {
  id: Namespace,
  isInitialized: bool,
  isSecure: bool,
  checksum: bytes,
  nodes: list(PublicKey),
  policy: nullable(SignedPolicySgx),
});
export type KeymanagerStatus = ValueOf<typeof KeymanagerStatus>;

/** What an enclave says after its initialization (consensus-paratime §4.5). */
export const InitResponse = struct("keymanager.InitResponse", {
  isSecure: bool,
  checksum: bytes,
  policyChecksum: bytes,
});
export type InitResponse = ValueOf<typeof InitResponse>;

/** The same with the enclave's signature, in the extra info of a node's runtime (consensus-paratime §4.5). */
export const SignedInitResponse = struct("keymanager.SignedInitResponse", {
  initResponse: InitResponse,
  signature: bytes,
});
export type SignedInitResponse = ValueOf<typeof SignedInitResponse>;

/** Key manager part of the genesis document (consensus-paratime §4.1). */
export const KeymanagerGenesis = struct("keymanager.Genesis", {
  statuses: omitEmpty(list(nullable(KeymanagerStatus))),
});
export type KeymanagerGenesis = ValueOf<typeof KeymanagerGenesis>;
