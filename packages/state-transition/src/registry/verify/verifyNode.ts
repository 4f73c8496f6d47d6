import {BytesMap, equal, toBase64} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {Point} from "@oasis-node/primitives/pvss";
import {
  isOnlySignedBy,
  isSignedBy,
  type PublicKey,
  prepareContext,
  type SignatureVerifier,
  signingContexts,
} from "@oasis-node/primitives/signature";
import type {Entity} from "../../entity/index.ts";
import {
  hasReservedRoles,
  hasRoles,
  MultiSignedNode,
  type Node,
  NodeError,
  nodeRoles,
  validateNode,
} from "../../node/index.ts";
import {type AttestationSettings, verifyRuntimeTee} from "../attestation/verifyTee.ts";
import {registryErrors} from "../errors.ts";
import {RegistryError} from "../registryError.ts";
import type {RegistryParameters} from "../types/parameters.ts";
import {type Runtime, runtimeKinds} from "../types/runtime.ts";
import {verifyConsensusAddresses, verifyP2pAddresses, verifyTlsAddresses} from "./verifyAddresses.ts";

const context = prepareContext(signingContexts.registerNode);
const {computeWorker, storageWorker, keyManager} = nodeRoles;
const rolesWithRuntimes = computeWorker | storageWorker | keyManager;

/** The runtimes that a node may name. */
export interface RuntimeLookup {
  /** A runtime, suspended or not. */
  anyRuntime(id: Namespace): Runtime | null;
}

/** The nodes whose keys are taken. */
export interface NodeLookup {
  nodeBySubkey(key: PublicKey): Node | null;
  nodeByBeaconPoint(point: Point): Node | null;
}

/** What a node descriptor is held to. */
export interface NodeChecks {
  readonly parameters: RegistryParameters;
  readonly verifier: SignatureVerifier;
  readonly attestation: AttestationSettings;
  readonly epoch: Epoch;
  readonly runtimes: RuntimeLookup;
  readonly nodes: NodeLookup;
}

/** A node descriptor that passed, and the runtimes it names, in its order. */
export interface VerifiedNode {
  readonly node: Node;
  readonly runtimes: readonly Runtime[];
}

/** The descriptor that a node of an entity registers with, after every check in the reference's order (consensus-core §5.6). */
export function verifyNode(signed: MultiSignedNode, entity: Entity, checks: NodeChecks): VerifiedNode {
  const node = open(checks.verifier, signed);
  if (!equal(entity.id, node.entityId)) throw registryErrors.invalidArgument();
  if (!isSignedBy(signed, node.id)) throw refusal("registration not signed by node identity");
  const isListed = (entity.nodes ?? []).some((id) => equal(id, node.id));
  if (!isListed) throw refusal("node public key not found in entity's node list");
  checkExpiration(node, checks);
  checkRoles(node);
  const runtimes = verifyRuntimes(node, checks);
  verifyKeys(node, signed, checks);
  checkUniqueness(node, checks.nodes);
  const signers = [node.id, node.consensus.id, node.tls.pubKey, node.p2p.id];
  if (!isOnlySignedBy(signed, signers)) throw refusal("unexpected number of signatures");
  return {node, runtimes};
}

/** The descriptor, once its signatures are found valid. Throws `invalidSignature`, or `invalidArgument` for its version. */
function open(verifier: SignatureVerifier, signed: MultiSignedNode): Node {
  const node = openSigned(verifier, signed);
  try {
    validateNode(node);
  } catch (cause) {
    if (!(cause instanceof NodeError)) throw cause;
    throw registryErrors.invalidArgument({cause});
  }
  return node;
}

/** The descriptor, once its signatures are found valid. Throws `invalidSignature`. */
export function openSigned(verifier: SignatureVerifier, signed: MultiSignedNode): Node {
  try {
    return MultiSignedNode.open(verifier, context, signed);
  } catch (cause) {
    throw registryErrors.invalidSignature({cause});
  }
}

/** Expired descriptors pass: they stand in genesis documents. */
function checkExpiration({expiration}: Node, {parameters: {maxNodeExpiration}, epoch}: NodeChecks): void {
  // The reference adds in 64 bits.
  const max = BigInt.asUintN(64, epoch + maxNodeExpiration);
  if (maxNodeExpiration > 0n && expiration > max) throw refusal("expiration period greater than allowed");
}

function checkRoles({roles}: Node): void {
  if (roles === 0) throw refusal("no roles specified");
  if (hasReservedRoles(roles)) throw refusal("invalid role specified");
}

function verifyRuntimes(node: Node, {runtimes, attestation}: NodeChecks): Runtime[] {
  const named = node.runtimes ?? [];
  if (named.length === 0 && hasRoles(node.roles, rolesWithRuntimes)) throw refusal("missing runtimes");
  const seen = new BytesMap<Namespace, true>();
  return named.map((nodeRuntime) => {
    if (nodeRuntime === null) throw new RegistryError("malformedNode", "null runtime in a node descriptor");
    if (seen.has(nodeRuntime.id)) throw refusal("duplicate runtime IDs");
    seen.set(nodeRuntime.id, true);
    const runtime = lookUp(runtimes, nodeRuntime.id);
    verifyRuntimeTee(nodeRuntime, runtime, attestation);
    checkRuntimeRoles(runtime, node);
    return runtime;
  });
}

function lookUp(runtimes: RuntimeLookup, id: Namespace): Runtime {
  const runtime = runtimes.anyRuntime(id);
  if (runtime !== null) return runtime;
  const cause = registryErrors.noSuchRuntime();
  throw new RegistryError("lookup", `failed to lookup runtime: ${cause.message}`, {cause});
}

function checkRuntimeRoles({kind}: Runtime, {roles}: Node): void {
  if (kind === runtimeKinds.keyManager && !hasRoles(roles, keyManager)) {
    throw refusal("key manager runtime not allowed");
  }
  if (kind === runtimeKinds.compute && !hasRoles(roles, computeWorker | storageWorker)) {
    throw refusal("compute runtime not allowed");
  }
}

function verifyKeys(node: Node, signed: MultiSignedNode, {verifier, parameters}: NodeChecks): void {
  const addressChecks = {verifier, allowUnroutable: parameters.debugAllowUnroutableAddresses};
  const {consensus, tls, p2p} = node;
  if (!verifier.isUsable(consensus.id)) throw refusal("invalid consensus ID");
  if (!isSignedBy(signed, consensus.id)) throw refusal("registration not signed by consensus ID");
  verifyConsensusAddresses(node, addressChecks);
  if (!verifier.isUsable(tls.pubKey)) throw refusal("invalid TLS public key");
  verifyTlsAddresses(node, addressChecks);
  if (!isSignedBy(signed, tls.pubKey)) throw refusal("registration not signed by TLS certificate key");
  if (!verifier.isUsable(p2p.id)) throw refusal("invalid P2P ID");
  if (!isSignedBy(signed, p2p.id)) throw refusal("registration not signed by P2P ID");
  verifyP2pAddresses(node, addressChecks);
}

/** A key or point that leads to a node which is gone counts as free. */
function checkUniqueness({id, consensus, tls, p2p, beacon}: Node, nodes: NodeLookup): void {
  const areDifferent =
    !equal(consensus.id, p2p.id) && !equal(consensus.id, tls.pubKey) && !equal(p2p.id, tls.pubKey);
  if (!areDifferent) throw refusal("P2P, consensus and TLS keys not unique");
  const refuseOther = (owner: Node | null, what: string): void => {
    if (owner === null || equal(owner.id, id)) return;
    throw registryErrors.invalidArgument({
      context: `duplicate node ${what}`,
      details: {owner: toBase64(owner.id)},
    });
  };
  refuseOther(nodes.nodeBySubkey(consensus.id), "consensus ID");
  refuseOther(nodes.nodeBySubkey(p2p.id), "P2P ID");
  refuseOther(nodes.nodeBySubkey(tls.pubKey), "TLS public key");
  if (beacon === null) return;
  if (beacon.point.length === 0)
    throw new RegistryError("malformedNode", "beacon point of a node is missing");
  refuseOther(nodes.nodeByBeaconPoint(beacon.point), "beacon point");
}

function refusal(context: string): Error {
  return registryErrors.invalidArgument({context});
}
