import {equal} from "@oasis-node/primitives/bytes";
import {type Header, headerTypes, mostlyEqual} from "@oasis-node/state-transition/roothash";
import {accepted, refused, retryLater, type Verdict} from "../p2p/index.ts";
import type {ProposedInputs} from "./batch.ts";
import type {ExecutorEffect, ExecutorEvent} from "./events.ts";
import {type Duty, type ExecutorState, enter, type Phase} from "./state.ts";

export type Step = readonly [ExecutorState, readonly ExecutorEffect[]];

/** Rounds between two checks of everything in the pool. */
const recheckInterval = 5n;

const waitingForBatch: Phase = {kind: "waitingForBatch", discrepancy: false};

/** What the executor does about an event (runtime-workers §4.4). Throws `ExecutorError` `badTransition`, which is a bug. */
export function step(state: ExecutorState, event: ExecutorEvent): Step {
  switch (event.kind) {
    case "block":
      return block(state, event);
    case "proposal":
      return proposal(state, event);
    case "discrepancy":
      return discrepancy(state);
    case "ownProposal":
      if (!isWaitingAt(state, event.round)) return [state, []];
      return withEffects([{kind: "publish", proposal: event.proposal}], execute(state, event.batch));
    case "letRuntimeSchedule":
      return isWaitingAt(state, event.round) ? schedule(state, event.inputs) : [state, []];
    default:
      return result(state, event);
  }
}

function block(state: ExecutorState, event: ExecutorEvent & {kind: "block"}): Step {
  const {header, newEpoch, duty, isScheduler} = event;
  // Whatever was computed may be wrong after this block.
  const [aborted, abort] = abandon(state, "newerBlock");
  const [current, forget] = newEpoch ? beginEpoch(aborted, duty) : [aborted, []];
  const [next, effects] = afterBlock({...current, header}, header);
  const isRecheckDue = header.round - next.recheckedAt > recheckInterval;
  return [
    isRecheckDue ? {...next, recheckedAt: header.round} : next,
    [
      ...abort,
      ...forget,
      ...effects,
      ...(header.headerType === headerTypes.normal ? [] : [{kind: "forgetLimits"} as const]),
      ...(isScheduler ? [{kind: "trySchedule"} as const] : []),
      ...(isRecheckDue ? [{kind: "recheck"} as const] : []),
    ],
  ];
}

function beginEpoch(state: ExecutorState, duty: Duty): Step {
  const isMember = duty.isWorker || duty.isBackup;
  const isNewWorker = duty.isWorker && !state.duty.isWorker;
  return [
    {...enter(state, isMember ? waitingForBatch : {kind: "notReady"}), duty},
    isNewWorker ? [{kind: "forgetTransactions"}] : [],
  ];
}

function afterBlock(state: ExecutorState, header: Header): Step {
  const {phase} = state;
  switch (phase.kind) {
    case "waitingForBatch":
      // A discrepancy was that of the round before. The reference keeps it, and then has a backup worker begin at once
      // in a later round that nobody disputes.
      return [enter(state, waitingForBatch), []];
    case "waitingForBlock":
      if (mostlyEqual(header, phase.header)) return start(state, phase.batch);
      // The block that is waited for will not come any more.
      return header.round >= phase.header.round ? [enter(state, waitingForBatch), []] : [state, []];
    case "waitingForEvent":
      return [enter(state, waitingForBatch), []];
    case "waitingForFinalize": {
      const isFinal =
        header.headerType === headerTypes.normal &&
        phase.ioRoot !== null &&
        equal(header.ioRoot, phase.ioRoot);
      const effects: ExecutorEffect[] = isFinal ? [{kind: "removeTransactions", hashes: phase.hashes}] : [];
      return [enter(state, waitingForBatch), effects];
    }
    default:
      return [state, []];
  }
}

/** A proposal of another node (runtime-workers §4.4.4 step 7). */
function proposal(state: ExecutorState, {header, batch}: ExecutorEvent & {kind: "proposal"}): Step {
  const {phase, header: current} = state;
  if (phase.kind !== "waitingForBatch" || current === null)
    return answered(state, retryLater("executor: incorrect state"));
  if (mostlyEqual(current, header)) return withEffects([verdict(accepted)], start(state, batch));
  if (current.round >= header.round) return answered(state, refused("executor: incompatible header"));
  return answered(enter(state, {kind: "waitingForBlock", batch, header}), accepted);
}

/** A backup worker begins when the workers disagree; one that is a worker too has committed already. */
function discrepancy(state: ExecutorState): Step {
  const {phase, duty} = state;
  if (!duty.isBackup || duty.isWorker) return [state, []];
  if (phase.kind === "waitingForBatch")
    return [enter(state, {kind: "waitingForBatch", discrepancy: true}), []];
  return phase.kind === "waitingForEvent" ? execute(state, phase.batch) : [state, []];
}

/** A worker begins at once, a backup worker when there is a discrepancy. */
function start(state: ExecutorState, batch: ProposedInputs): Step {
  const {phase, duty} = state;
  if (duty.isWorker) return execute(state, batch);
  if (!duty.isBackup) return [state, []];
  const isDisputed = phase.kind === "waitingForBatch" && phase.discrepancy;
  return isDisputed ? execute(state, batch) : [enter(state, {kind: "waitingForEvent", batch}), []];
}

function execute(state: ExecutorState, batch: ProposedInputs): Step {
  const job = state.jobs + 1;
  const next = enter(state, {kind: "processingBatch", job, mode: "execute", batch});
  return [{...next, jobs: job}, [{kind: "execute", job, batch}]];
}

function schedule(state: ExecutorState, inputs: readonly Uint8Array[]): Step {
  const job = state.jobs + 1;
  const next = enter(state, {kind: "processingBatch", job, mode: "schedule", batch: null});
  return [{...next, jobs: job}, [{kind: "schedule", job, inputs}]];
}

/** What comes of a job; of one that is over nothing does. */
function result(state: ExecutorState, event: ExecutorEvent & {readonly job: number}): Step {
  const {phase} = state;
  if (phase.kind !== "processingBatch" || phase.job !== event.job) return [state, []];
  switch (event.kind) {
    case "scheduled":
      return [
        {...state, phase: {...phase, batch: event.batch}},
        [{kind: "publish", proposal: event.proposal}],
      ];
    case "notScheduled":
      return [enter(state, waitingForBatch), []];
    case "committed":
      return [enter(state, {kind: "waitingForFinalize", ioRoot: event.ioRoot, hashes: event.hashes}), []];
    case "failed": {
      const commit: ExecutorEffect[] =
        phase.batch === null ? [] : [{kind: "commitFailure", batch: phase.batch}];
      return withEffects(commit, abandon(state, "failed"));
    }
    case "notCommitted":
      return abandon(state, "failed");
    default:
      return [state, []];
  }
}

/** Gives up what is being processed; the round has to be finished without it. */
function abandon(state: ExecutorState, reason: "newerBlock" | "failed"): Step {
  const {phase} = state;
  if (phase.kind !== "processingBatch") return [state, []];
  const next = enter(state, {kind: "waitingForFinalize", ioRoot: null, hashes: []});
  return [next, [{kind: "abort", job: phase.job, reason}]];
}

function isWaitingAt({phase, header}: ExecutorState, round: bigint): boolean {
  return phase.kind === "waitingForBatch" && header?.round === round;
}

function verdict(value: Verdict): ExecutorEffect {
  return {kind: "verdict", verdict: value};
}

function answered(state: ExecutorState, value: Verdict): Step {
  return [state, [verdict(value)]];
}

function withEffects(before: readonly ExecutorEffect[], [state, effects]: Step): Step {
  return [state, [...before, ...effects]];
}
