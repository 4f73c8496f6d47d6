import type {Epoch} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Node} from "../node/index.ts";
import {isNodeExpired} from "./expiry.ts";
import type {RegistryState} from "./state.ts";

/** A node, unless it is expired at the epoch (consensus-core §5.7). */
export function queryNode(state: RegistryState, id: PublicKey, epoch: Epoch): Node | null {
  const node = state.node(id);
  return node === null || isNodeExpired(node, epoch) ? null : node;
}

/** The nodes that are not expired at the epoch, in the order of their public keys (consensus-core §5.7). */
export function queryNodes(state: RegistryState, epoch: Epoch): Node[] {
  return state.nodes().filter((node) => !isNodeExpired(node, epoch));
}
