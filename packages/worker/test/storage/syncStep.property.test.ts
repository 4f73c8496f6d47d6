import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {
  initialSync,
  maxInFlightRounds,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
  syncStep,
} from "../../src/storage/syncStep.ts";

function run(state: SyncState, ...events: SyncEvent[]): {state: SyncState; effects: SyncEffect[]} {
  let current = state;
  const effects: SyncEffect[] = [];
  for (const event of events) {
    const [next, more] = syncStep(current, event);
    current = next;
    effects.push(...more);
  }
  return {state: current, effects};
}

const kinds = (effects: readonly SyncEffect[]) =>
  effects.map((effect) => ("round" in effect ? `${effect.kind} ${effect.round}` : effect.kind));

/** The node is one round behind after each block, with everything at hand. */
function settle(start: SyncState, first: SyncEvent): SyncState {
  let state = start;
  const events: SyncEvent[] = [first];
  for (let event = events.shift(); event !== undefined; event = events.shift()) {
    const [next, effects] = syncStep(state, event);
    state = next;
    for (const effect of effects) {
      if (effect.kind === "fetch") events.push({...effect, kind: "fetched", ok: true});
      if (effect.kind === "apply") events.push({...effect, kind: "applied", ok: true});
      if (effect.kind === "finalize") events.push({kind: "finalized", round: effect.round});
    }
  }
  return state;
}

describe("the sync worker", () => {
  test("takes a round from its block to its end", () => {
    const block = run(initialSync(4n), {kind: "block", round: 5n});
    expect(kinds(block.effects)).toEqual(["available", "fetch 5", "fetch 5"]);
    const io = run(block.state, {kind: "fetched", round: 5n, root: "io", ok: true});
    expect(io.effects).toEqual([{kind: "apply", round: 5n, root: "io"}]);
    const state = run(io.state, {kind: "fetched", round: 5n, root: "state", ok: true});
    expect(state.effects).toEqual([]);
    const applied = run(state.state, {kind: "applied", round: 5n, root: "io", ok: true});
    expect(applied.effects).toEqual([{kind: "apply", round: 5n, root: "state"}]);
    const both = run(applied.state, {kind: "applied", round: 5n, root: "state", ok: true});
    expect(both.effects).toEqual([{kind: "finalize", round: 5n}]);
    expect(both.state.rounds.size).toBe(0);
  });

  test("asks again for what failed with the next heartbeat, not at once", () => {
    const {state} = run(initialSync(-1n), {kind: "block", round: 0n});
    const failed = run(state, {kind: "fetched", round: 0n, root: "io", ok: false});
    expect(failed.effects).toEqual([]);
    expect(run(failed.state, {kind: "heartbeat"}).effects).toEqual([{kind: "fetch", round: 0n, root: "io"}]);
    const there = run(state, {kind: "fetched", round: 0n, root: "io", ok: true});
    const refused = run(there.state, {kind: "applied", round: 0n, root: "io", ok: false});
    expect(refused.effects).toEqual([]);
    expect(run(refused.state, {kind: "block", round: 1n}).effects).toContainEqual({
      kind: "fetch",
      round: 0n,
      root: "io",
    });
  });

  test("has no more than 100 rounds on their way", () => {
    const {state, effects} = run(initialSync(0n), {kind: "block", round: 1000n});
    expect(state.rounds.size).toBe(maxInFlightRounds);
    expect(effects.filter(({kind}) => kind === "fetch")).toHaveLength(2 * maxInFlightRounds);
  });

  test("offers storage when less than 10 rounds behind, until more than 15", () => {
    const at = (state: SyncState, round: bigint) => run(state, {kind: "block", round});
    expect(kinds(at(initialSync(0n), 10n).effects)).not.toContain("available");
    const offered = at(initialSync(0n), 9n);
    expect(kinds(offered.effects)).toContain("available");
    const behind = at(offered.state, 15n);
    expect(kinds(behind.effects)).not.toContain("unavailable");
    const lost = at(behind.state, 16n);
    expect(kinds(lost.effects)).toContain("unavailable");
    expect(settle(initialSync(0n), {kind: "block", round: 300n})).toMatchObject({
      finalized: 300n,
      available: true,
    });
  });

  test("applies and finalises every round once and in order, whatever order answers come in", () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1000)), fc.integer({min: 1, max: 130}), (choices, last) => {
        const choose = (count: number): number => (choices.next().value ?? 0) % count;
        const pending: SyncEvent[] = [];
        const done: string[] = [];
        let state = initialSync(-1n);
        let latest = -1n;
        for (let steps = 0; state.finalized < last; steps++) {
          const which = choose(pending.length + 2);
          let event: SyncEvent = {kind: "heartbeat"};
          if (which < pending.length) [event = event] = pending.splice(which, 1);
          else if (which === pending.length && latest < last) {
            latest += BigInt(1 + choose(40));
            if (latest > last) latest = BigInt(last);
            event = {kind: "block", round: latest};
          }
          const [next, effects] = syncStep(state, event);
          if (event.kind === "applied" && event.ok) done.push(`applied ${event.round} ${event.root}`);
          if (event.kind === "finalized") done.push(`finalized ${event.round}`);
          for (const effect of effects) {
            const ok = choose(5) > 0;
            if (effect.kind === "fetch") pending.push({...effect, kind: "fetched", ok});
            if (effect.kind === "apply") pending.push({...effect, kind: "applied", ok});
            if (effect.kind === "finalize") pending.push({kind: "finalized", round: effect.round});
          }
          expect(next.rounds.size).toBeLessThanOrEqual(maxInFlightRounds);
          state = next;
          expect(steps).toBeLessThan(100_000);
        }
        const rounds = Array.from({length: last + 1}, (_, i) => i);
        const numberOf = (line: string) => Number(line.split(" ")[1]);
        const applied = done.filter((line) => line.startsWith("applied"));
        expect(applied.map(numberOf)).toEqual(rounds.flatMap((round) => [round, round]));
        expect(new Set(applied).size).toBe(applied.length);
        expect(done.filter((line) => line.startsWith("finalized")).map(numberOf)).toEqual(rounds);
        // The roots of a round are there before it is made final.
        for (const round of rounds)
          expect(done.indexOf(`finalized ${round}`)).toBeGreaterThan(done.indexOf(`applied ${round} state`));
      }),
      {seed: 15, numRuns: 60},
    );
  });
});
