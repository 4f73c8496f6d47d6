import type {FileIdentity} from "@oasis-node/node/identity";
import type {OptionValues} from "@oasis-node/node/options";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {namespaceFromText} from "@oasis-node/primitives/namespace";
import {publicPoint} from "@oasis-node/primitives/pvss";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {
  hasRoles,
  Node,
  NodeRuntime,
  nodeRoles,
  nodeVersion,
  type RolesMask,
} from "@oasis-node/state-transition/node";
import {consensusAddressArgument, p2pAddressArgument, tlsAddressArgument} from "./nodeAddresses.ts";
import {nodeFailure} from "./nodeFailure.ts";
import type {nodeInitOptions} from "./options.ts";

type Values = OptionValues<typeof nodeInitOptions>;

/** Names of roles on the command line, which differ from those in descriptors. */
const roleNames: ReadonlyMap<string, number> = new Map([
  ["compute-worker", nodeRoles.computeWorker],
  ["storage-worker", nodeRoles.storageWorker],
  ["key-manager", nodeRoles.keyManager],
  ["validator", nodeRoles.validator],
]);
const committeeRoles = nodeRoles.computeWorker | nodeRoles.storageWorker | nodeRoles.keyManager;

/** The descriptor that the flags of `registry node init` say. */
export function nodeDescriptor(values: Values, entityId: PublicKey, identity: FileIdentity): Node {
  const {current, next} = identity.tlsKeys();
  const p2pId = identity.p2pSigner.publicKey;
  const roles = rolesMask(values["node.role"]);
  const runtimes = values["node.runtime.id"].map(runtime);
  const tls = values["node.tls_address"].map((text) => tlsAddressArgument(text, current.publicKey));
  const p2p = values["node.p2p_address"].map(p2pAddressArgument);
  if (hasRoles(roles, committeeRoles) && (tls.length === 0 || p2p.length === 0))
    throw nodeFailure("nodes that are committee members require at least 1 TLS and 1 P2P address");
  const consensus = consensusAddresses(values, roles, p2pId);
  const noKey = Node.zero().tls.nextPubKey;
  return {
    v: nodeVersion,
    id: identity.nodeSigner.publicKey,
    entityId,
    expiration: asEpoch(values["node.expiration"]),
    tls: {pubKey: current.publicKey, nextPubKey: next?.publicKey ?? noKey, addresses: nonEmpty(tls)},
    p2p: {id: p2pId, addresses: nonEmpty(p2p)},
    consensus: {id: identity.consensusSigner.publicKey, addresses: nonEmpty(consensus)},
    beacon: {point: publicPoint(identity.beaconScalar)},
    runtimes: nonEmpty(runtimes),
    roles,
  };
}

/** Those of a validator; of other nodes they are ignored. */
function consensusAddresses(values: Values, roles: RolesMask, id: PublicKey) {
  if (!hasRoles(roles, nodeRoles.validator)) return [];
  const texts = values["node.consensus_address"];
  if (texts.length === 0) throw nodeFailure("validator nodes require a consensus address");
  return texts.map((text) => consensusAddressArgument(text, id));
}

/** No items at all are Go's nil list. */
function nonEmpty<T>(items: T[]): T[] | null {
  return items.length === 0 ? null : items;
}

function rolesMask(names: readonly string[]): RolesMask {
  return names.reduce((mask, name) => {
    const role = roleNames.get(name.toLowerCase());
    if (role !== undefined) return mask | role;
    const err = `node: unsupported role: '${name.toLowerCase()}'`;
    throw nodeFailure("failed to parse node roles mask", {err});
  }, 0);
}

function runtime(text: string): NodeRuntime {
  try {
    return NodeRuntime.make({id: namespaceFromText(text)});
  } catch (err) {
    if (!(err instanceof TypedError)) throw err;
    throw nodeFailure("failed to parse node runtime id", {err});
  }
}
