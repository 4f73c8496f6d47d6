import {nullable, omitEmpty, struct, u8, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {PvssInstance} from "@oasis-node/primitives/pvss";
import {Transaction} from "@oasis-node/state-transition/consensus";

/**
 * What a participant keeps of a round, stored before anything of it is submitted: a second, different commit would be
 * punished. `state` is the last step it has taken; the transactions are without nonce and fee.
 */
export const RoundRecord = struct("beacon.roundState", {
  epoch: omitEmpty(Epoch),
  round: omitEmpty(u64),
  state: omitEmpty(u8),
  instance: omitEmpty(nullable(PvssInstance)),
  commitTx: omitEmpty(nullable(Transaction)),
  revealTx: omitEmpty(nullable(Transaction)),
});
export type RoundRecord = ValueOf<typeof RoundRecord>;
