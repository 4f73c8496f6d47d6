import {struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch, Height} from "@oasis-node/primitives/epoch";

/** An epoch and the block in which it started or will start, state keys `40` and `41` (consensus-paratime §1.2). */
export const EpochTimeState = struct("beacon.EpochTimeState", {epoch: Epoch, height: Height});
export type EpochTimeState = ValueOf<typeof EpochTimeState>;
