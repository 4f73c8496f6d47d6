import {nullable, struct, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height, Round} from "@oasis-node/primitives/epoch";
import {keyFormat, keyU64} from "@oasis-node/primitives/keyFormat";
import {Namespace} from "@oasis-node/primitives/namespace";
import {RoundResults} from "@oasis-node/state-transition/roothash";

/** Layout of the database, the only one there is. */
export const historyVersion = 1n;

/** Keys of the history (runtime-workers §4.10). */
export const historyKeys = Object.freeze({
  /** `01`: what the database is about and how far it goes. */
  metadata: keyFormat(0x01),
  /** `02` ‖ round: the block with its consensus height. */
  block: keyFormat(0x02, keyU64),
  /** `03` ‖ round: what became of the round. */
  roundResults: keyFormat(0x03, keyU64),
});

/** Value of `01`. */
export const HistoryMetadata = struct("history.dbMetadata", {
  runtimeId: Namespace,
  version: u64,
  lastConsensusHeight: Height,
  lastRound: Round,
});
export type HistoryMetadata = ValueOf<typeof HistoryMetadata>;

/** Value of `03`; null where nobody knew. */
export const StoredResults = nullable(RoundResults);
