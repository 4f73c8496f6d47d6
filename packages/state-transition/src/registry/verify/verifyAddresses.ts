import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {
  hasRoles,
  isGlobalUnicast,
  isRoutable,
  type Node,
  type NodeAddress,
  nodeRoles,
} from "../../node/index.ts";
import {registryErrors} from "../errors.ts";

/** What the addresses in a node descriptor are held to. */
export interface AddressChecks {
  readonly verifier: SignatureVerifier;
  /** Takes addresses that nobody can reach: a debug flag of the registry. */
  readonly allowUnroutable: boolean;
}

const {computeWorker, storageWorker, keyManager, validator, consensusRpc} = nodeRoles;
const consensusAddressRoles = validator;
const tlsAddressRoles = computeWorker | storageWorker | keyManager | consensusRpc;
const p2pAddressRoles = computeWorker;

/** Validators must be reachable for the engine. Throws `invalidArgument`. */
export function verifyConsensusAddresses({roles, consensus}: Node, checks: AddressChecks): void {
  const addresses = consensus.addresses ?? [];
  refuseMissing(addresses.length, hasRoles(roles, consensusAddressRoles), "missing consensus address");
  for (const {id, address} of addresses) {
    if (!checks.verifier.isUsable(id)) throw refusal("consensus address ID invalid");
    verifyAddress(address, checks);
  }
}

/** Nodes that others call must be reachable over TLS. Throws `invalidArgument`. */
export function verifyTlsAddresses({roles, tls}: Node, checks: AddressChecks): void {
  const addresses = tls.addresses ?? [];
  refuseMissing(addresses.length, hasRoles(roles, tlsAddressRoles), "missing TLS address");
  for (const {pubKey, address} of addresses) {
    if (!checks.verifier.isUsable(pubKey)) throw refusal("TLS address public key invalid");
    verifyAddress(address, checks);
  }
}

/** Compute nodes must be reachable for their committees. Throws `invalidArgument`. */
export function verifyP2pAddresses({roles, p2p}: Node, checks: AddressChecks): void {
  const addresses = p2p.addresses ?? [];
  refuseMissing(addresses.length, hasRoles(roles, p2pAddressRoles), "missing node address");
  for (const address of addresses) verifyAddress(address, checks);
}

function refuseMissing(count: number, isRequired: boolean, context: string): void {
  if (count === 0 && isRequired) throw refusal(context);
}

function verifyAddress({ip}: NodeAddress, {allowUnroutable}: AddressChecks): void {
  if (allowUnroutable) return;
  const bytes = ip ?? new Uint8Array();
  if (!isGlobalUnicast(bytes)) throw refusal("address not global unicast");
  if (!isRoutable(bytes)) throw refusal("address not routable");
}

function refusal(context: string): Error {
  return registryErrors.invalidArgument({context});
}
