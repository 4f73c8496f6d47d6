import {toJson} from "@oasis-node/primitives/cbor";
import type {JsonValue} from "@oasis-node/primitives/json";
import type {Logger} from "@oasis-node/primitives/log";
import type {SignatureVerifier} from "@oasis-node/primitives/signature";
import {
  ConsensusAddress,
  isGlobalUnicast,
  isRoutable,
  type Node,
  type NodeAddress,
  TlsAddress,
} from "@oasis-node/state-transition/node";
import {registryErrors} from "@oasis-node/state-transition/registry";
import type {TlsKeys} from "../identity/index.ts";
import {addressNeeds, type DescriptorAddresses} from "./descriptor.ts";
import {RegistrationError} from "./registrationError.ts";

/** Where the node can be reached, as it is configured or finds out. */
export interface OwnAddresses {
  consensus(signal: AbortSignal): Promise<readonly ConsensusAddress[]>;
  /** Where its services listen for TLS connections. */
  client(signal: AbortSignal): Promise<readonly NodeAddress[]>;
  p2p(signal: AbortSignal): Promise<readonly NodeAddress[]>;
}

/** How addresses are judged. */
export interface AddressRules {
  readonly verifier: SignatureVerifier;
  /** Takes addresses that nobody can reach: a debug parameter of the registry. */
  readonly allowUnroutable: boolean;
  readonly logger: Logger;
}

/**
 * The addresses that a descriptor needs for its roles. Those that others cannot reach are left out, which the log tells.
 * Throws `RegistrationError` `noConsensusAddresses`, `noTlsAddresses`.
 */
export async function gatherAddresses(
  node: Node,
  own: OwnAddresses,
  keys: TlsKeys,
  rules: AddressRules,
  signal: AbortSignal,
): Promise<DescriptorAddresses> {
  const needs = addressNeeds(node);
  return {
    consensus: needs.consensus ? consensusAddresses(await own.consensus(signal), rules) : null,
    tls: needs.tls ? tlsAddresses(await own.client(signal), keys, rules) : null,
    p2p: needs.p2p ? [...(await own.p2p(signal))] : null,
  };
}

function consensusAddresses(addresses: readonly ConsensusAddress[], rules: AddressRules): ConsensusAddress[] {
  const valid = addresses.filter((one) => {
    const shown = toJson(ConsensusAddress, one);
    const skip = "worker/registration: skipping validator address due to invalid";
    if (!rules.verifier.isUsable(one.id)) return refuse(rules, `${skip} ID`, shown);
    const fault = faultOf(one.address, rules);
    return fault === null || refuse(rules, `${skip} address`, shown, fault);
  });
  if (valid.length > 0) return valid;
  throw new RegistrationError(
    "noConsensusAddresses",
    "error gathering consensus addresses: worker/registration: node has no valid consensus addresses",
  );
}

/** Each address with the current key, then with the next one: the node stays reachable when it changes keys. */
function tlsAddresses(
  addresses: readonly NodeAddress[],
  {current, next}: TlsKeys,
  rules: AddressRules,
): TlsAddress[] {
  const keys = next === null ? [current] : [current, next];
  const all = addresses.flatMap((address) => keys.map(({publicKey}) => ({pubKey: publicKey, address})));
  const valid = all.filter((one) => {
    const shown = toJson(TlsAddress, one);
    const skip = "worker/registration: skipping node address due to invalid";
    if (!rules.verifier.isUsable(one.pubKey)) return refuse(rules, `${skip} public key`, shown);
    const fault = faultOf(one.address, rules);
    return fault === null || refuse(rules, `${skip} address`, shown, fault);
  });
  if (valid.length > 0) return valid;
  throw new RegistrationError(
    "noTlsAddresses",
    "error gathering TLS addresses: worker/registration: node has no valid TLS addresses",
  );
}

/** Why others cannot reach an address; null when they can (consensus-core §5.6). */
function faultOf({ip}: NodeAddress, {allowUnroutable}: AddressRules): Error | null {
  if (allowUnroutable) return null;
  const bytes = ip ?? new Uint8Array();
  if (!isGlobalUnicast(bytes)) return registryErrors.invalidArgument({context: "address not global unicast"});
  return isRoutable(bytes) ? null : registryErrors.invalidArgument({context: "address not routable"});
}

function refuse({logger}: AddressRules, message: string, addr: JsonValue, err?: Error): false {
  logger.error(message, err === undefined ? {addr} : {addr, err});
  return false;
}
