import {equal} from "@oasis-node/primitives/bytes";
import {asEpoch, type Epoch} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {publicPoint} from "@oasis-node/primitives/pvss";
import {asPublicKey, type PublicKey, publicKeySize} from "@oasis-node/primitives/signature";
import {
  type ConsensusAddress,
  hasRoles,
  type Node,
  type NodeAddress,
  NodeRuntime,
  nodeRoles,
  nodeVersion,
  type TlsAddress,
} from "@oasis-node/state-transition/node";
import type {NodeIdentity} from "../identity/index.ts";
import {RegistrationError} from "./registrationError.ts";

/** Epochs after the current one in which the registration still counts. */
const lifetime = 2n;

const {computeWorker, storageWorker, keyManager, validator, consensusRpc} = nodeRoles;
const runtimeRoles = computeWorker | storageWorker | keyManager;
const tlsAddressRoles = runtimeRoles | consensusRpc;

/** What of the node's addresses a descriptor of given roles has to tell. */
export interface AddressNeeds {
  readonly consensus: boolean;
  readonly tls: boolean;
  readonly p2p: boolean;
}

/** Addresses to put into a descriptor; those that it does not need are null, as in the reference. */
export interface DescriptorAddresses {
  readonly consensus: ConsensusAddress[] | null;
  readonly tls: TlsAddress[] | null;
  readonly p2p: NodeAddress[] | null;
}

/** A descriptor without roles and addresses (runtime-workers §4.1). */
export function bareDescriptor(identity: NodeIdentity, entityId: PublicKey, epoch: Epoch): Node {
  const {current, next} = identity.tlsKeys();
  return {
    v: nodeVersion,
    id: identity.nodeSigner.publicKey,
    entityId,
    expiration: asEpoch(epoch + lifetime),
    tls: {
      pubKey: current.publicKey,
      nextPubKey: next?.publicKey ?? asPublicKey(new Uint8Array(publicKeySize)),
      addresses: null,
    },
    p2p: {id: identity.p2pSigner.publicKey, addresses: null},
    consensus: {id: identity.consensusSigner.publicKey, addresses: null},
    beacon: {point: publicPoint(identity.beaconScalar)},
    runtimes: null,
    roles: 0,
  };
}

/** The same, with the addresses. */
export function withAddresses(node: Node, {consensus, tls, p2p}: DescriptorAddresses): Node {
  return {
    ...node,
    consensus: {...node.consensus, addresses: consensus},
    tls: {...node.tls, addresses: tls},
    p2p: {...node.p2p, addresses: p2p},
  };
}

export function addressNeeds({roles}: Node): AddressNeeds {
  return {
    consensus: hasRoles(roles, validator),
    tls: hasRoles(roles, tlsAddressRoles),
    p2p: hasRoles(roles, computeWorker),
  };
}

/** Throws `RegistrationError` `noRuntimes`: the chain would refuse the descriptor. */
export function requireRuntimes({roles, runtimes}: Node): void {
  if (!hasRoles(roles, runtimeRoles) || (runtimes ?? []).length > 0) return;
  const text = "registration: no runtimes provided while runtimes are required";
  throw new RegistrationError("noRuntimes", text, {details: {roles}});
}

/**
 * The descriptor with a runtime, for the hooks of roles that serve it: `update` gets what another role has told of it, so
 * that a storage worker keeps the version and capabilities of the executor (runtime-workers §4.1).
 */
export function withRuntime(
  node: Node,
  id: Namespace,
  update: (runtime: NodeRuntime) => NodeRuntime = (runtime) => runtime,
): Node {
  const runtimes = node.runtimes ?? [];
  const index = runtimes.findIndex((one) => one !== null && equal(one.id, id));
  const updated = update(runtimes[index] ?? NodeRuntime.make({id}));
  return {...node, runtimes: index < 0 ? [...runtimes, updated] : runtimes.with(index, updated)};
}
