import {asRound, type Round} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Header} from "@oasis-node/state-transition/roothash";
import type {ProposedInputs} from "./batch.ts";
import {ExecutorError} from "./executorError.ts";

/** What the executor does in a round (runtime-workers §4.4.1). */
export type Phase =
  /** Not in the committee. */
  | {readonly kind: "notReady"}
  /** `discrepancy`: a backup worker has learned of one before the batch. */
  | {readonly kind: "waitingForBatch"; readonly discrepancy: boolean}
  /** The batch builds on a block that the node has not seen yet. */
  | {readonly kind: "waitingForBlock"; readonly batch: ProposedInputs; readonly header: Header}
  /** A backup worker has the batch and waits for a discrepancy. */
  | {readonly kind: "waitingForEvent"; readonly batch: ProposedInputs}
  /** The runtime works. `job` tells one batch from the next; the batch is null until the runtime has scheduled it. */
  | {
      readonly kind: "processingBatch";
      readonly job: number;
      readonly mode: "execute" | "schedule";
      readonly batch: ProposedInputs | null;
    }
  /** Done with the round, for better (with an I/O root and what was executed) or worse. */
  | {readonly kind: "waitingForFinalize"; readonly ioRoot: Hash | null; readonly hashes: readonly Hash[]};

export type PhaseKind = Phase["kind"];

/** Which phase may follow which (runtime-workers §4.4.1). */
export const allowedPhases: Readonly<Record<PhaseKind, readonly PhaseKind[]>> = {
  notReady: ["notReady", "waitingForBatch"],
  waitingForBatch: ["waitingForBatch", "waitingForBlock", "processingBatch", "waitingForEvent", "notReady"],
  waitingForBlock: ["waitingForBatch", "processingBatch", "waitingForEvent", "notReady"],
  waitingForEvent: ["waitingForBatch", "processingBatch", "notReady"],
  processingBatch: ["waitingForBatch", "waitingForFinalize"],
  waitingForFinalize: ["waitingForBatch", "notReady"],
};

/** What the node is in the executor committee of the epoch; it can be both. */
export interface Duty {
  readonly isWorker: boolean;
  readonly isBackup: boolean;
}

export interface ExecutorState {
  readonly phase: Phase;
  /** Of the latest block; null before the first. */
  readonly header: Header | null;
  readonly duty: Duty;
  /** Batches that were begun. */
  readonly jobs: number;
  /** Round in which all of the pool was checked again. */
  readonly recheckedAt: Round;
}

export const initialState: ExecutorState = {
  phase: {kind: "notReady"},
  header: null,
  duty: {isWorker: false, isBackup: false},
  jobs: 0,
  recheckedAt: asRound(0n),
};

/** The state in another phase. Throws `ExecutorError` `badTransition`. */
export function enter(state: ExecutorState, phase: Phase): ExecutorState {
  const from = state.phase.kind;
  if (allowedPhases[from].includes(phase.kind)) return {...state, phase};
  throw new ExecutorError("badTransition", `invalid state transition: ${from} -> ${phase.kind}`, {
    details: {from, to: phase.kind},
  });
}
