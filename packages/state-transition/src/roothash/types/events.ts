import {
  bool,
  field,
  list,
  nullable,
  omitEmpty,
  type Schema,
  struct,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Height, Round} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {Namespace} from "@oasis-node/primitives/namespace";
import {PublicKey} from "@oasis-node/primitives/signature";
import {ExecutorCommitment} from "./commitment.ts";
import {MessageEvent} from "./state.ts";

/** A commitment came in: event `executor-commit` (consensus-paratime §3.11, as all of these). */
export const ExecutorCommittedEvent = struct("roothash.ExecutorCommittedEvent", {
  commit: ExecutorCommitment.envelope,
});
export type ExecutorCommittedEvent = ValueOf<typeof ExecutorCommittedEvent>;

/** Commitments differ, or some are missing: event `execution-discrepancy`. */
export const ExecutionDiscrepancyDetectedEvent = struct("roothash.ExecutionDiscrepancyDetectedEvent", {
  timeout: bool,
});
export type ExecutionDiscrepancyDetectedEvent = ValueOf<typeof ExecutionDiscrepancyDetectedEvent>;

/** A round is final: event `finalized`. */
export const FinalizedEvent = struct("roothash.FinalizedEvent", {
  round: Round,
  goodComputeNodes: omitEmpty(list(PublicKey)),
  badComputeNodes: omitEmpty(list(PublicKey)),
});
export type FinalizedEvent = ValueOf<typeof FinalizedEvent>;

const valueWith = <T>(name: string, event: Schema<T>) => struct(name, {id: Namespace, event});

/** Values of the events in blocks, by event kind: the runtime and what happened. */
export const roothashEventValues = {
  "executor-commit": valueWith("roothash.ValueExecutorCommitted", ExecutorCommittedEvent),
  "execution-discrepancy": valueWith(
    "roothash.ValueExecutionDiscrepancyDetected",
    ExecutionDiscrepancyDetectedEvent,
  ),
  finalized: valueWith("roothash.ValueFinalized", FinalizedEvent),
  message: valueWith("roothash.ValueMessage", MessageEvent),
} as const;

/** A roothash event in answers to queries: where it happened, and the one event that is set. */
export const RoothashEvent = struct("roothash.Event", {
  height: omitEmpty(Height),
  txHash: omitEmpty(Hash),
  runtimeId: Namespace,
  executorCommitted: omitEmpty(nullable(ExecutorCommittedEvent)),
  executionDiscrepancyDetected: field(
    "execution_discrepancy",
    omitEmpty(nullable(ExecutionDiscrepancyDetectedEvent)),
  ),
  finalized: omitEmpty(nullable(FinalizedEvent)),
  message: omitEmpty(nullable(MessageEvent)),
});
export type RoothashEvent = ValueOf<typeof RoothashEvent>;
