import {describe, expect, test} from "vitest";
import {planCheckpoints, type ScheduleInput} from "../../src/checkpoint/index.ts";

/** Two checkpoints kept, one every ten versions, from version 0 on, all versions still there. */
function plan(
  input: Partial<Omit<ScheduleInput, "parameters">>,
  parameters: Partial<ScheduleInput["parameters"]> = {},
) {
  return planCheckpoints({
    version: 100n,
    checkpoints: [],
    rootsPerVersion: 1,
    earliestVersion: 1n,
    ...input,
    parameters: {interval: 10n, numKept: 2n, chunkSize: 1024n, initialVersion: 0n, ...parameters},
  });
}

describe("versions to create", () => {
  test("newest first, no more than are kept", () => {
    expect(plan({}).create).toEqual([100n, 90n]);
    expect(plan({version: 109n}).create).toEqual([100n, 90n]);
  });

  test("none twice: only those after the last complete one", () => {
    expect(plan({checkpoints: [90n]}).create).toEqual([100n]);
    expect(plan({checkpoints: [90n, 100n]}).create).toEqual([]);
  });

  test("a version that lacks a root is made again", () => {
    expect(plan({checkpoints: [90n, 90n, 100n], rootsPerVersion: 2}).create).toEqual([100n]);
  });

  test("the schedule counts from the initial version", () => {
    expect(plan({version: 100n}, {initialVersion: 55n}).create).toEqual([95n, 85n]);
    expect(plan({version: 57n}, {initialVersion: 55n}).create).toEqual([55n]);
    expect(plan({version: 54n}, {initialVersion: 55n}).create).toEqual([]);
  });

  test("none of versions that have been pruned", () => {
    expect(plan({earliestVersion: 95n}).create).toEqual([100n]);
    expect(plan({earliestVersion: 101n}).create).toEqual([]);
  });

  test("version 0 never gets one", () => {
    expect(plan({version: 5n, earliestVersion: 0n}).create).toEqual([]);
    expect(plan({version: 15n, earliestVersion: 0n}).create).toEqual([10n]);
  });

  test("one, even if none is to be kept", () => {
    expect(plan({}, {numKept: 0n}).create).toEqual([100n]);
  });

  test("none without an interval", () => {
    expect(plan({}, {interval: 0n}).create).toEqual([]);
  });
});

describe("versions to remove", () => {
  test("the oldest of those there were before", () => {
    expect(plan({checkpoints: [90n, 70n, 80n]})).toEqual({create: [100n], remove: [70n]});
    expect(plan({checkpoints: [80n, 90n]}).remove).toEqual([]);
  });

  test("a version counts once, whatever the number of its roots", () => {
    expect(plan({checkpoints: [70n, 70n, 80n, 80n], rootsPerVersion: 2}).remove).toEqual([]);
    expect(plan({checkpoints: [70n, 70n, 80n, 80n, 90n], rootsPerVersion: 2}).remove).toEqual([70n]);
  });

  test("all, when none is to be kept", () => {
    expect(plan({checkpoints: [80n, 90n]}, {numKept: 0n}).remove).toEqual([80n, 90n]);
  });
});
