import {bool, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";

/** Live status of a node, state key `15` (consensus-core §5.1). */
export const NodeStatus = struct("registry.NodeStatus", {
  expirationProcessed: bool,
  /** Zero when not frozen; the invalid epoch when frozen for good. */
  freezeEndTime: Epoch,
  /** Not eligible at all when zero. */
  electionEligibleAfter: Epoch,
});
export type NodeStatus = ValueOf<typeof NodeStatus>;
