import type {Height, Round} from "@oasis-node/primitives/epoch";

export interface SchedulingSituation {
  /** Transactions that could be scheduled. */
  readonly batchSize: number;
  /** Transactions have waited for as long as the runtime lets them. */
  readonly force: boolean;
  /** Messages of the last normal round have results, which the runtime is to learn. */
  readonly hasMessageResults: boolean;
  readonly lastNormalRound: Round;
  readonly genesisRound: Round;
  readonly lastNormalHeight: Height;
  /** Height of the epoch's first block. */
  readonly groupVersion: Height;
}

/** Whether there should be another round now (runtime-workers §4.4.3). */
export function shouldSchedule(situation: SchedulingSituation): boolean {
  const {batchSize, force, hasMessageResults} = situation;
  if (batchSize > 0) return true;
  if (situation.lastNormalRound === situation.genesisRound) return true;
  return force && (hasMessageResults || situation.lastNormalHeight < situation.groupVersion);
}
