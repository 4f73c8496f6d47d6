import {describe, expect, test} from "vitest";
import {backOffMs, type LifecycleEvent, type LifecycleState, stableMs, step} from "../../src/host/index.ts";

const start: LifecycleEvent = {kind: "start"};
const started: LifecycleEvent = {kind: "started"};
const failed: LifecycleEvent = {kind: "failed", error: "x"};
const gone: LifecycleEvent = {kind: "gone"};
const stop: LifecycleEvent = {kind: "stop"};
const lost = (ranMs: number): LifecycleEvent => ({kind: "lost", ranMs, reason: "x"});

/** Where a sequence of events leads, and what is done on the way. */
function run(...events: LifecycleEvent[]) {
  let state: LifecycleState = {kind: "idle"};
  const effects: string[] = [];
  for (const event of events) {
    const [next, done] = step(state, event);
    state = next;
    effects.push(
      ...done.map((effect) => ("attempt" in effect ? `${effect.kind} ${effect.attempt}` : effect.kind)),
    );
  }
  return {state, effects: effects.join(", ")};
}

describe("a hosted runtime", () => {
  test("that does not come up is tried again after a pause, without end", () => {
    const {state, effects} = run(start, failed, {kind: "timer"}, failed, {kind: "timer"}, started);
    expect(effects).toBe("spawn 1, tellFailed, wait 1, spawn 2, tellFailed, wait 2, spawn 3, tellStarted");
    expect(state).toEqual({kind: "running", attempt: 3});
  });

  test("that ran for a while is started again at once, another after a pause", () => {
    expect(run(start, started, lost(stableMs), gone).effects).toBe(
      "spawn 1, tellStarted, kill, tellStopped, answerAborts, spawn 1",
    );
    expect(run(start, started, lost(1), gone).effects).toBe(
      "spawn 1, tellStarted, kill, tellStopped, answerAborts, wait 1",
    );
  });

  test("that is lost twice, as process and as connection, is started once", () => {
    expect(run(start, started, lost(stableMs), lost(stableMs), gone).effects).toBe(
      "spawn 1, tellStarted, kill, tellStopped, answerAborts, spawn 1",
    );
  });

  test("that gives up when asked goes on; otherwise it is ended and started again", () => {
    const abort = (force: boolean): LifecycleEvent => ({kind: "abort", force});
    const answered = (succeeded: boolean): LifecycleEvent => ({kind: "abortAnswered", succeeded});
    const begun = "spawn 1, tellStarted, sendAbort";
    const restarted = `${begun}, kill, tellStopped, answerAborts, spawn 1`;
    expect(run(start, started, abort(false), answered(true)).effects).toBe(`${begun}, answerAborts`);
    expect(run(start, started, abort(false), answered(false), gone).effects).toBe(restarted);
    expect(run(start, started, abort(true), answered(true), gone).effects).toBe(restarted);
    expect(run(start, started, abort(false), abort(true), answered(true), gone).effects).toBe(restarted);
    expect(run(start, started, abort(false), lost(1), gone).effects).toBe(restarted);
    expect(run(start, abort(true)).effects).toBe("spawn 1, answerAborts");
  });

  test("stops from every state, and nothing happens afterwards", () => {
    const ends: readonly (readonly [LifecycleEvent[], string])[] = [
      [[stop], "finish"],
      [[start, stop, failed], "spawn 1, cancelSpawn, answerAborts, finish"],
      [[start, stop, started, gone], "spawn 1, cancelSpawn, kill, tellStopped, answerAborts, finish"],
      [[start, failed, stop], "spawn 1, tellFailed, wait 1, cancelWait, finish"],
      [[start, started, stop, gone], "spawn 1, tellStarted, kill, tellStopped, answerAborts, finish"],
      [
        [start, started, lost(9999), stop, gone],
        "spawn 1, tellStarted, kill, tellStopped, answerAborts, finish",
      ],
    ];
    for (const [events, effects] of ends) {
      const after = run(...events, start, {kind: "timer"}, lost(1), started, gone, stop);
      expect([after.state.kind, after.effects]).toEqual(["stopped", effects]);
    }
  });
});

test("pauses grow by half, up to a minute, and differ by half", () => {
  expect([1, 2, 3, 30].map((attempt) => backOffMs(attempt, 0.5))).toEqual([500, 750, 1125, 60_000]);
  expect([backOffMs(1, 0), backOffMs(1, 1)]).toEqual([250, 750]);
});
