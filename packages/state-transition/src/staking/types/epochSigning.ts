import {field, map, struct, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {PublicKey} from "@oasis-node/primitives/signature";

/** Blocks of the running epoch and how many each entity signed, state key `58`; with Go's names of the fields (consensus-core §4.1). */
export const EpochSigning = struct("staking.EpochSigning", {
  total: field("Total", u64),
  byEntity: field("ByEntity", map(PublicKey, u64)),
});
export type EpochSigning = ValueOf<typeof EpochSigning>;
