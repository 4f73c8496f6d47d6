import {bytes, list, nullable, omitEmpty, struct, u16, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {TypedError} from "@oasis-node/primitives/errors";
import {Namespace} from "@oasis-node/primitives/namespace";
import {Point} from "@oasis-node/primitives/pvss";
import {type MultiSigned, multiSigned, PublicKey} from "@oasis-node/primitives/signature";
import {Version} from "@oasis-node/primitives/version";
import {ConsensusAddress, NodeAddress, TlsAddress} from "./address.ts";
import {Capabilities} from "./capabilities.ts";
import {RolesMask} from "./roles.ts";

/** Version of node descriptors, the only one allowed (consensus-core §5.2). */
export const nodeVersion = 1;

/** How to reach a node over TLS; the next key is all zero when there is none. */
export const TlsInfo = struct("node.TLSInfo", {
  pubKey: PublicKey,
  nextPubKey: omitEmpty(PublicKey),
  addresses: list(TlsAddress),
});
export type TlsInfo = ValueOf<typeof TlsInfo>;

/** How to reach a node in the P2P network of the runtimes. */
export const P2pInfo = struct("node.P2PInfo", {id: PublicKey, addresses: list(NodeAddress)});
export type P2pInfo = ValueOf<typeof P2pInfo>;

/** How to reach a node as a consensus member. */
export const ConsensusInfo = struct("node.ConsensusInfo", {id: PublicKey, addresses: list(ConsensusAddress)});
export type ConsensusInfo = ValueOf<typeof ConsensusInfo>;

/** With what a node takes part in the PVSS beacon. */
export const BeaconInfo = struct("node.BeaconInfo", {point: Point});
export type BeaconInfo = ValueOf<typeof BeaconInfo>;

/** A runtime that a node runs; `extraInfo` is opaque except for key managers (consensus-paratime §4.5). */
export const NodeRuntime = struct("node.Runtime", {
  id: Namespace,
  version: Version,
  capabilities: Capabilities,
  extraInfo: bytes,
});
export type NodeRuntime = ValueOf<typeof NodeRuntime>;

/** Descriptor of a node (consensus-core §5.2). */
export const Node = struct("node.Node", {
  v: u16,
  id: PublicKey,
  entityId: PublicKey,
  expiration: Epoch,
  tls: TlsInfo,
  p2p: P2pInfo,
  consensus: ConsensusInfo,
  beacon: omitEmpty(nullable(BeaconInfo)),
  runtimes: list(nullable(NodeRuntime)),
  roles: RolesMask,
});
export type Node = ValueOf<typeof Node>;

/** A descriptor signed by all keys of the node (consensus-core §5.6). */
export const MultiSignedNode = multiSigned("node.MultiSignedNode", Node);
export type MultiSignedNode = MultiSigned;

/** A node descriptor of a version that is not allowed. */
export class NodeError extends TypedError<"version"> {}

/** Checks the descriptor's version. Throws `NodeError` `version`. */
export function validateNode({v}: Node): void {
  if (v === nodeVersion) return;
  throw new NodeError("version", `invalid node descriptor version: ${v}`, {
    details: {version: v, expected: nodeVersion},
  });
}
