import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {
  type AttemptResult,
  initialRegistration,
  type RegistrationEffect,
  type RegistrationEvent,
  type RegistrationState,
  registrationStep,
} from "../../src/registration/machine.ts";

const synced = {kind: "synced"} as const;
const changed = {kind: "changed"} as const;
const staked = {kind: "staked"} as const;
const retry = {kind: "retry"} as const;
const deregister = {kind: "deregister"} as const;
const departed = {kind: "departed"} as const;
const epoch = (number: bigint): RegistrationEvent => ({kind: "epoch", epoch: asEpoch(number)});
const ended = (result: AttemptResult, at = 1n): RegistrationEvent => ({
  kind: "attempted",
  result,
  epoch: asEpoch(at),
});

/** What the worker does, event by event, shortened to words. */
function play(events: readonly RegistrationEvent[], rotateEvery = 0n): string[] {
  let state: RegistrationState = initialRegistration(rotateEvery);
  return events.map((event) => {
    const [next, effects] = registrationStep(state, event);
    state = next;
    return effects.map(word).join(" ");
  });
}

function word(effect: RegistrationEffect): string {
  if (effect.kind === "attempt" || effect.kind === "rotateTls") return `${effect.kind}@${effect.epoch}`;
  if (effect.kind === "watchStake") return effect.on ? "watch" : "unwatch";
  if (effect.kind === "report") return effect.registered ? "1" : "0";
  return effect.kind;
}

describe("registration", () => {
  test("begins when the consensus layer has caught up and an epoch is known", () => {
    expect(play([changed, epoch(1n), synced, changed, epoch(1n)])).toEqual([
      "",
      "",
      "follow",
      "",
      "attempt@1",
    ]);
  });

  test("is tried once for all that happens during an attempt, with the latest epoch", () => {
    const events = [
      synced,
      epoch(1n),
      changed,
      changed,
      epoch(2n),
      ended("registered"),
      ended("registered", 2n),
    ];
    expect(play(events)).toEqual(["follow", "attempt@1", "", "", "", "1 attempt@2", "1"]);
  });

  test("is tried again without end until the first has succeeded, then once for each reason", () => {
    const first = [synced, epoch(1n), ended("failed"), retry, ended("failed"), retry, ended("registered")];
    expect(play(first)).toEqual([
      "follow",
      "attempt@1",
      "0 retryLater",
      "attempt@1",
      "0 retryLater",
      "attempt@1",
      "1",
    ]);
    const later = [...first, retry, epoch(2n), ended("failed", 2n), retry, changed, ended("registered", 2n)];
    expect(play(later).slice(7)).toEqual(["", "attempt@2", "0", "", "attempt@2", "1"]);
  });

  test("has one wait between first attempts, whatever else leads to attempts", () => {
    const events = [synced, epoch(1n), ended("failed"), changed, ended("failed"), retry, ended("failed")];
    expect(play(events)).toEqual([
      "follow",
      "attempt@1",
      "0 retryLater",
      "attempt@1",
      "0",
      "attempt@1",
      "0 retryLater",
    ]);
  });

  test("waits for the entity when that does not want the node, and leaves the gauge alone", () => {
    const events = [synced, epoch(1n), ended("deferred"), staked, changed, ended("registered")];
    expect(play(events)).toEqual(["follow", "attempt@1", "", "", "attempt@1", "1"]);
  });

  test("watches the stake only as long as it is short", () => {
    const events = [
      synced,
      epoch(1n),
      ended("short"),
      staked,
      ended("short"),
      staked,
      ended("registered"),
      staked,
      epoch(2n),
      ended("short", 2n),
      staked,
    ];
    expect(play(events)).toEqual([
      "follow",
      "attempt@1",
      "0 watch retryLater",
      "attempt@1",
      "0",
      "attempt@1",
      "1 unwatch",
      "",
      "attempt@2",
      "0 watch",
      "attempt@2",
    ]);
  });

  test("hears of an epoch once", () => {
    expect(play([synced, epoch(1n), ended("registered"), epoch(1n)])).toEqual([
      "follow",
      "attempt@1",
      "1",
      "",
    ]);
  });
});

describe("TLS keys", () => {
  test("are replaced every so many epochs after the first registration with them", () => {
    const events = [
      synced,
      epoch(1n),
      ended("registered"),
      epoch(2n),
      ended("registered", 2n),
      epoch(3n),
      {kind: "rotated", success: true},
      ended("registered", 3n),
      epoch(4n),
    ] as const;
    const expected = [
      "follow",
      "attempt@1",
      "1",
      "attempt@2",
      "1",
      "rotateTls@3",
      "attempt@3",
      "1",
      "attempt@4",
    ];
    expect(play(events, 2n)).toEqual(expected);
  });

  test("stay until a registration has announced them", () => {
    const events = [synced, epoch(1n), ended("failed"), epoch(9n), ended("failed", 9n), epoch(20n)];
    expect(play(events, 1n)).toEqual(["follow", "attempt@1", "0 retryLater", "attempt@9", "0", "attempt@20"]);
  });

  test("are tried to be replaced in the next epoch when that failed", () => {
    const events = [
      synced,
      epoch(1n),
      ended("registered"),
      epoch(2n),
      {kind: "rotated", success: false},
      ended("registered", 2n),
      epoch(3n),
    ] as const;
    expect(play(events, 1n).at(-1)).toBe("rotateTls@3");
  });

  test("are not replaced while that is going on, nor is anything registered", () => {
    const events = [synced, epoch(1n), ended("registered"), epoch(2n), epoch(3n), changed] as const;
    expect(play(events, 1n).slice(3)).toEqual(["rotateTls@2", "", ""]);
  });
});

describe("deregistration", () => {
  test("ends registration for good, at whatever moment", () => {
    const lives = [[], [synced], [synced, epoch(1n)], [synced, epoch(1n), ended("short")]];
    for (const life of lives) {
      const events = [...life, deregister, synced, epoch(5n), changed, retry, staked, ended("registered")];
      const after = play([...events, departed, departed, deregister]).slice(life.length);
      expect(after).toEqual(["leave", "", "", "", "", "", "", "0 stopped", "", ""]);
    }
  });
});
