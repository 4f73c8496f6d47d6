import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Node} from "../node/index.ts";

/** Whether a node's registration has run out at an epoch: its last epoch still counts (consensus-core §5.2). */
export function isNodeExpired({expiration}: Node, epoch: Epoch): boolean {
  return expiration < epoch;
}
