import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {equal} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {consensusAddress, type Node} from "../node/index.ts";
import {registryKeys as keys} from "./keys.ts";

/**
 * Points the keys of a node to it, and takes away those it had before. The order decides what is left when a key moves
 * from one role to another: a P2P key that was the TLS key ends without an entry (consensus-core §5.7).
 */
export function indexNode(tree: KeyValueTree, existing: Node | null, node: Node): void {
  const {consensus, p2p, tls} = node;
  if (existing !== null && !equal(existing.consensus.id, consensus.id)) {
    tree.remove(keys.nodeByConsensusAddress.encode(consensusAddress(existing.consensus.id)));
    tree.remove(keys.nodeBySubkey.encode(existing.consensus.id));
  }
  tree.insert(keys.nodeByConsensusAddress.encode(consensusAddress(consensus.id)), node.id);
  tree.insert(keys.nodeBySubkey.encode(consensus.id), node.id);
  moveSubkey(tree, existing?.p2p.id ?? null, p2p.id, node.id);
  moveSubkey(tree, existing?.tls.pubKey ?? null, tls.pubKey, node.id);
  indexBeaconPoint(tree, existing, node);
}

/** Takes away everything that leads to a node. */
export function unindexNode(tree: KeyValueTree, {consensus, p2p, tls, beacon}: Node): void {
  tree.remove(keys.nodeByConsensusAddress.encode(consensusAddress(consensus.id)));
  for (const subkey of [consensus.id, p2p.id, tls.pubKey]) tree.remove(keys.nodeBySubkey.encode(subkey));
  if (beacon !== null) tree.remove(keys.nodeByBeaconPoint.encode(beacon.point));
}

function moveSubkey(tree: KeyValueTree, from: PublicKey | null, to: PublicKey, id: PublicKey): void {
  if (from !== null && !equal(from, to)) tree.remove(keys.nodeBySubkey.encode(from));
  tree.insert(keys.nodeBySubkey.encode(to), id);
}

function indexBeaconPoint(tree: KeyValueTree, existing: Node | null, {id, beacon}: Node): void {
  const old = existing?.beacon ?? null;
  const isKept = old !== null && beacon !== null && equal(old.point, beacon.point);
  if (old !== null && !isKept) tree.remove(keys.nodeByBeaconPoint.encode(old.point));
  if (beacon !== null) tree.insert(keys.nodeByBeaconPoint.encode(beacon.point), id);
}
