import {asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, type Hash, hashOf} from "@oasis-node/primitives/hash";
import {Signature} from "@oasis-node/primitives/signature";
import {Header, headerTypes, SignedProposedBatch} from "@oasis-node/state-transition/roothash";
import {describe, expect, test} from "vitest";
import type {ProposedInputs} from "../../src/executor/batch.ts";
import type {ExecutorEvent} from "../../src/executor/events.ts";
import {ExecutorError} from "../../src/executor/index.ts";
import {
  allowedPhases,
  type Duty,
  type ExecutorState,
  enter,
  initialState,
  type Phase,
  type PhaseKind,
} from "../../src/executor/state.ts";
import {step} from "../../src/executor/step.ts";

const batch: ProposedInputs = {
  ioRoot: emptyHash,
  schedulerSignature: Signature.zero(),
  storageSignatures: [],
  inputs: null,
};
const proposal = SignedProposedBatch.envelope.zero();
const results: Hash = hashOf(new Uint8Array([1]));
const transaction: Hash = hashOf(new Uint8Array([2]));

const worker: Duty = {isWorker: true, isBackup: false};
const backup: Duty = {isWorker: false, isBackup: true};
const both: Duty = {isWorker: true, isBackup: true};
const none: Duty = {isWorker: false, isBackup: false};

function header(round: bigint, more: Partial<Header> = {}): Header {
  return {...Header.zero(), headerType: headerTypes.normal, ...more, round: asRound(round)};
}

function state(phase: Phase, duty: Duty = worker): ExecutorState {
  return {...initialState, phase, duty, header: header(5n), jobs: 7};
}

const waiting: Phase = {kind: "waitingForBatch", discrepancy: false};
const phases: Record<PhaseKind, Phase> = {
  notReady: {kind: "notReady"},
  waitingForBatch: waiting,
  waitingForBlock: {kind: "waitingForBlock", batch, header: header(7n)},
  waitingForEvent: {kind: "waitingForEvent", batch},
  processingBatch: {kind: "processingBatch", job: 7, mode: "execute", batch},
  waitingForFinalize: {kind: "waitingForFinalize", ioRoot: results, hashes: [transaction]},
};
const kinds = Object.keys(phases) as PhaseKind[];

function block(round: bigint, more: Partial<ExecutorEvent & {kind: "block"}> = {}): ExecutorEvent {
  return {kind: "block", header: header(round), newEpoch: false, duty: worker, isScheduler: false, ...more};
}

/** The phase that comes of an event, and the names of what is to be done. */
function after(from: ExecutorState, event: ExecutorEvent) {
  const [next, effects] = step(from, event);
  return {phase: next.phase.kind, effects: effects.map(({kind}) => kind), next, all: effects};
}

describe("phases of an executor", () => {
  // The table of runtime-workers §4.4.1.
  const table: Record<PhaseKind, readonly PhaseKind[]> = {
    notReady: ["notReady", "waitingForBatch"],
    waitingForBatch: ["waitingForBatch", "waitingForBlock", "processingBatch", "waitingForEvent", "notReady"],
    waitingForBlock: ["waitingForBatch", "processingBatch", "waitingForEvent", "notReady"],
    waitingForEvent: ["waitingForBatch", "processingBatch", "notReady"],
    processingBatch: ["waitingForBatch", "waitingForFinalize"],
    waitingForFinalize: ["waitingForBatch", "notReady"],
  };

  test.each(kinds.flatMap((from) => kinds.map((to) => [from, to] as const)))("%s -> %s", (from, to) => {
    expect(allowedPhases[from].includes(to)).toBe(table[from].includes(to));
    const enterIt = () => enter(state(phases[from]), phases[to]);
    if (table[from].includes(to)) expect(enterIt().phase).toBe(phases[to]);
    else expect(enterIt).toThrow(ExecutorError);
  });

  const duties = [worker, backup, both, none];
  const events: readonly ExecutorEvent[] = [
    ...[4n, 6n, 7n, 8n].flatMap((round) => duties.map((duty) => block(round, {newEpoch: true, duty}))),
    ...[6n, 7n, 8n].map((round) => block(round)),
    block(6n, {header: header(6n, {headerType: headerTypes.roundFailed})}),
    ...[4n, 5n, 6n].map((round): ExecutorEvent => ({kind: "proposal", header: header(round), batch})),
    {kind: "discrepancy"},
    {kind: "ownProposal", round: asRound(5n), batch, proposal},
    {kind: "letRuntimeSchedule", round: asRound(5n), inputs: []},
    ...[7, 8].flatMap((job): ExecutorEvent[] => [
      {kind: "scheduled", job, batch, proposal},
      {kind: "notScheduled", job},
      {kind: "failed", job},
      {kind: "committed", job, ioRoot: results, hashes: []},
      {kind: "notCommitted", job},
    ]),
  ];

  test("no event leads where it must not, whatever the phase and the duty", () => {
    for (const kind of kinds) {
      for (const duty of duties) {
        // Who has no duty is not ready, and the other way round.
        if ((duty === none) !== (kind === "notReady")) continue;
        for (const event of events) expect(() => step(state(phases[kind], duty), event)).not.toThrow();
      }
    }
  });
});

describe("a block", () => {
  test.each([
    [worker, "waitingForBatch", ["forgetTransactions"]],
    [backup, "waitingForBatch", []],
    [both, "waitingForBatch", ["forgetTransactions"]],
    [none, "notReady", []],
  ] as const)("of a new epoch gives %o", (duty, phase, effects) => {
    expect(after(initialState, block(1n, {newEpoch: true, duty}))).toMatchObject({phase, effects});
  });

  test("of a new epoch leaves the transactions of who was a worker before", () => {
    expect(after(state(waiting), block(6n, {newEpoch: true})).effects).toEqual(["recheck"]);
  });

  test("ends what is processed before anything else", () => {
    const {phase, all} = after(state(phases.processingBatch), block(6n, {isScheduler: true}));
    expect(phase).toBe("waitingForBatch");
    expect(all[0]).toEqual({kind: "abort", job: 7, reason: "newerBlock"});
  });

  test("with the own results removes what was executed", () => {
    const {phase, all} = after(
      state(phases.waitingForFinalize),
      block(6n, {header: header(6n, {ioRoot: results})}),
    );
    expect(phase).toBe("waitingForBatch");
    expect(all[0]).toEqual({kind: "removeTransactions", hashes: [transaction]});
  });

  test.each([
    ["other results", header(6n, {ioRoot: transaction}), phases.waitingForFinalize],
    [
      "a failure",
      header(6n, {ioRoot: results, headerType: headerTypes.roundFailed}),
      phases.waitingForFinalize,
    ],
    ["no own results", header(6n, {ioRoot: results}), {...phases.waitingForFinalize, ioRoot: null}],
  ])("with %s keeps transactions", (_, of, phase) => {
    const {effects, phase: next} = after(state(phase as Phase), block(6n, {header: of}));
    expect(next).toBe("waitingForBatch");
    expect(effects).not.toContain("removeTransactions");
  });

  test.each([headerTypes.roundFailed, headerTypes.epochTransition, headerTypes.suspended])(
    "of type %s has limits asked for again",
    (headerType) => {
      expect(after(state(waiting), block(6n, {header: header(6n, {headerType})})).effects).toContain(
        "forgetLimits",
      );
    },
  );

  test("that is waited for begins the batch: of a worker at once, of a backup worker when there is a dispute", () => {
    const begun = after(state(phases.waitingForBlock), block(7n));
    expect(begun).toMatchObject({phase: "processingBatch", effects: ["execute", "recheck"]});
    expect(after(state(phases.waitingForBlock, backup), block(7n)).phase).toBe("waitingForEvent");
  });

  test("before the one that is waited for changes nothing; another one of its round gives it up", () => {
    expect(after(state(phases.waitingForBlock), block(6n)).phase).toBe("waitingForBlock");
    const other = block(7n, {header: header(7n, {ioRoot: results})});
    expect(after(state(phases.waitingForBlock), other).phase).toBe("waitingForBatch");
    expect(after(state(phases.waitingForBlock), block(8n)).phase).toBe("waitingForBatch");
  });

  test("has the scheduler try at once, and the pool checked again after more than five rounds", () => {
    const checked = {...state(waiting), recheckedAt: asRound(1n)};
    expect(after(checked, block(6n, {isScheduler: true})).effects).toEqual(["trySchedule"]);
    const [next, effects] = step(checked, block(7n));
    expect(effects).toEqual([{kind: "recheck"}]);
    expect(next.recheckedAt).toBe(7n);
  });

  test("ends the dispute of the round before", () => {
    const disputed = state({kind: "waitingForBatch", discrepancy: true}, backup);
    const [next] = step(disputed, block(6n));
    expect(next.phase).toEqual(waiting);
  });
});

describe("a proposal", () => {
  const on = (round: bigint, more: Partial<Header> = {}): ExecutorEvent => ({
    kind: "proposal",
    header: header(round, more),
    batch,
  });
  const verdictOf = (from: ExecutorState, event: ExecutorEvent) =>
    step(from, event)[1].find((effect) => effect.kind === "verdict")?.verdict.kind;

  test("on the current block begins, whatever storage signatures the block has", () => {
    const event = on(5n, {storageSignatures: [Signature.zero()]});
    expect(after(state(waiting), event)).toMatchObject({
      phase: "processingBatch",
      effects: ["verdict", "execute"],
    });
    expect(verdictOf(state(waiting), event)).toBe("accepted");
    expect(after(state(waiting, both), event).phase).toBe("processingBatch");
  });

  test("waits at a backup worker for a dispute, unless there is one", () => {
    expect(after(state(waiting, backup), on(5n))).toMatchObject({
      phase: "waitingForEvent",
      effects: ["verdict"],
    });
    const disputed = state({kind: "waitingForBatch", discrepancy: true}, backup);
    expect(after(disputed, on(5n)).phase).toBe("processingBatch");
  });

  test("on a later block waits for it", () => {
    expect(after(state(waiting), on(6n))).toMatchObject({phase: "waitingForBlock", effects: ["verdict"]});
  });

  test.each([on(4n), on(5n, {ioRoot: results})])("on another block is refused", (event) => {
    expect(verdictOf(state(waiting), event)).toBe("refused");
    expect(after(state(waiting), event).phase).toBe("waitingForBatch");
  });

  test.each(kinds.filter((kind) => kind !== "waitingForBatch"))("is for later in %s", (kind) => {
    expect(verdictOf(state(phases[kind]), on(5n))).toBe("retry");
    expect(after(state(phases[kind]), on(5n)).phase).toBe(kind);
  });
});

describe("a discrepancy", () => {
  test.each([
    [backup, "waitingForEvent", "processingBatch"],
    [backup, "waitingForBatch", "waitingForBatch"],
    [backup, "processingBatch", "processingBatch"],
    [backup, "waitingForBlock", "waitingForBlock"],
    [backup, "waitingForFinalize", "waitingForFinalize"],
    [worker, "waitingForEvent", "waitingForEvent"],
    [both, "waitingForEvent", "waitingForEvent"],
  ] as const)("with duty %o in %s leads to %s", (duty, from, to) => {
    expect(after(state(phases[from], duty), {kind: "discrepancy"}).phase).toBe(to);
  });
});

describe("a job", () => {
  const scheduling = state({kind: "processingBatch", job: 7, mode: "schedule", batch: null});

  test("of an own proposal begins with its publication, in its round only", () => {
    const event: ExecutorEvent = {kind: "ownProposal", round: asRound(5n), batch, proposal};
    expect(after(state(waiting), event)).toMatchObject({
      phase: "processingBatch",
      effects: ["publish", "execute"],
    });
    expect(after(state(waiting), {...event, round: asRound(4n)}).effects).toEqual([]);
    expect(after(state(phases.waitingForEvent), event).effects).toEqual([]);
  });

  test("of the runtime's choice is published when it is known", () => {
    const begun = after(state(waiting), {kind: "letRuntimeSchedule", round: asRound(5n), inputs: []});
    expect(begun.all).toEqual([{kind: "schedule", job: 8, inputs: []}]);
    const known = after(begun.next, {kind: "scheduled", job: 8, batch, proposal});
    expect(known).toMatchObject({phase: "processingBatch", effects: ["publish"]});
    expect(after(known.next, {kind: "failed", job: 8}).effects).toEqual(["commitFailure", "abort"]);
  });

  test("that could not be proposed leaves the round open", () => {
    expect(after(scheduling, {kind: "notScheduled", job: 7})).toMatchObject({
      phase: "waitingForBatch",
      effects: [],
    });
  });

  test("that failed commits to the failure; without a proposal there is nothing to commit to", () => {
    expect(after(state(phases.processingBatch), {kind: "failed", job: 7})).toMatchObject({
      phase: "waitingForFinalize",
      effects: ["commitFailure", "abort"],
    });
    expect(after(scheduling, {kind: "failed", job: 7}).effects).toEqual(["abort"]);
  });

  test("that is done waits for the round to be final", () => {
    const [next] = step(state(phases.processingBatch), {
      kind: "committed",
      job: 7,
      ioRoot: results,
      hashes: [transaction],
    });
    expect(next.phase).toEqual(phases.waitingForFinalize);
    const failed = after(state(phases.processingBatch), {kind: "notCommitted", job: 7});
    expect(failed.next.phase).toEqual({kind: "waitingForFinalize", ioRoot: null, hashes: []});
  });

  test("that is over changes nothing", () => {
    const before = state(phases.processingBatch);
    for (const kind of ["notScheduled", "failed", "notCommitted"] as const)
      expect(step(before, {kind, job: 6})).toEqual([before, []]);
    expect(step(before, {kind: "committed", job: 6, ioRoot: results, hashes: []})).toEqual([before, []]);
    expect(step(state(waiting), {kind: "failed", job: 7})).toEqual([state(waiting), []]);
  });
});
