import {struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";

/** Body of `registry.DeregisterEntity`, which nobody decodes (consensus-core §5.5). */
export const DeregisterEntity = struct("registry.DeregisterEntity", {});
export type DeregisterEntity = ValueOf<typeof DeregisterEntity>;

/** Body of `registry.UnfreezeNode` (consensus-core §5.9). */
export const UnfreezeNode = struct("registry.UnfreezeNode", {nodeId: PublicKey});
export type UnfreezeNode = ValueOf<typeof UnfreezeNode>;
