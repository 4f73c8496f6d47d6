import {expect, test} from "vitest";
import {type NodeDb, nodeDbErrors} from "../../../src/db/index.ts";
import {rootTypes} from "../../../src/node/index.ts";
import {commit, numbered, readAll} from "../fixtures.ts";
import {expectError, expectThrown} from "./expectations.ts";

export function describePrune(db: () => NodeDb): void {
  test("refuses all but the earliest finalised version", async () => {
    await expectError(db().prune(0n), nodeDbErrors.notFinalized);
    const first = await commit(db(), 1n, {a: "1"});
    await db().finalize([first]);
    const second = await commit(db(), 2n, {b: "2"}, {from: first});
    await expectError(db().prune(2n), nodeDbErrors.notFinalized);
    await db().finalize([second]);
    await expectError(db().prune(2n), nodeDbErrors.notEarliest);
    await expectError(db().pruneTo(4n), nodeDbErrors.notFinalized);
    await db().prune(1n);
    expect(db().getEarliestVersion()).toBe(2n);
    expect(db().getRootsForVersion(1n)).toEqual([]);
    expectThrown(() => db().rootPointer(first), nodeDbErrors.nodeNotFound);
    expect(readAll(db(), second)).toEqual({a: "1", b: "2"});
  });

  test("lone roots give everything back", async () => {
    const base = db().size();
    for (let version = 1n; version <= 20n; version++) {
      const inputs = await commit(
        db(),
        version,
        {i: `${version}`, big: "x".repeat(3000)},
        {type: rootTypes.io},
      );
      const outputs = await commit(db(), version, {o: "2"}, {type: rootTypes.io, from: inputs});
      await db().finalize([outputs]);
      if (version > 1n) await db().prune(version - 1n);
    }
    await db().pruneTo(21n);
    expect(db().size()).toBeLessThanOrEqual(base + 4096);
  });

  test("what is pruned cannot be read, whether its room has been given back or not", async () => {
    const first = await commit(db(), 1n, {a: "1"});
    await db().finalize([first]);
    const second = await commit(db(), 2n, {b: "2"}, {from: first});
    await db().finalize([second]);
    await db().prune(1n);
    await db().prune(2n);
    for (const root of [first, second]) {
      expect(db().hasRoot(root)).toBe(false);
      expect(db().getRootsForVersion(root.version)).toEqual([]);
      expectThrown(() => db().rootPointer(root), nodeDbErrors.nodeNotFound);
    }
    expectThrown(() => db().getWriteLog(first, second), nodeDbErrors.writeLogNotFound);
    await expectError(commit(db(), 3n, {c: "3"}, {from: second}), nodeDbErrors.nodeNotFound);
  });

  test("versions pruned one by one give their room back now and then", async () => {
    const base = db().size();
    let most = 0;
    for (let version = 1n; version <= 300n; version++) {
      const root = await commit(db(), version, {big: "x".repeat(3000)}, {type: rootTypes.io});
      await db().finalize([root]);
      if (version > 1n) await db().prune(version - 1n);
      most = Math.max(most, db().size());
    }
    // Each version takes a page and some; at most 64 of them wait.
    expect(most).toBeLessThan(base + 80 * 12_288);
    await db().pruneTo(301n);
    expect(db().size()).toBeLessThanOrEqual(base + 4096);
  });

  test("unchanged roots of consecutive versions share their nodes", async () => {
    let root = await commit(db(), 1n, {a: "1", b: "2", c: "3"});
    await db().finalize([root]);
    for (let version = 2n; version <= 5n; version++) {
      root = await commit(db(), version, {}, {from: root});
      await db().finalize([root]);
      await db().prune(version - 1n);
      expect(readAll(db(), root)).toEqual({a: "1", b: "2", c: "3"});
    }
    expect(db().size()).toBeLessThan(16_384);
  });

  test("does not grow while the tree does not", async () => {
    let root = await commit(db(), 1n, numbered(200, "start"));
    await db().finalize([root]);
    let settled = 0;
    for (let version = 2n; version <= 900n; version++) {
      // By then every key has been changed twice.
      if (version === 400n) settled = db().size();
      root = await commit(
        db(),
        version,
        {[`key ${(Number(version) * 37) % 200}`]: `v${version}`},
        {from: root},
      );
      await db().finalize([root]);
      await db().prune(version - 1n);
    }
    expect(Object.keys(readAll(db(), root)).length).toBe(200);
    expect(db().size()).toBeLessThan(1.25 * settled);
  });

  test("pruning many versions at once leaves the same as one by one", async () => {
    let root = await commit(db(), 1n, numbered(100, "start"));
    await db().finalize([root]);
    for (let version = 2n; version <= 60n; version++) {
      root = await commit(db(), version, {[`key ${version}`]: null, [`new ${version}`]: "x"}, {from: root});
      await db().finalize([root]);
    }
    await db().pruneTo(60n);
    expect(db().getEarliestVersion()).toBe(60n);
    expect(Object.keys(readAll(db(), root)).length).toBe(100);
    await db().pruneTo(10n);
    expect(db().getEarliestVersion()).toBe(60n);
  });
}

export function describeForks(db: () => NodeDb): void {
  test("branches of one root keep what they share until the last of them goes", async () => {
    const base = await commit(db(), 1n, numbered(50, "base"));
    await db().finalize([base]);
    const left = await commit(db(), 2n, {"key 1": "left"}, {from: base});
    const right = await commit(db(), 2n, {"key 2": "right"}, {from: base});
    await db().finalize([left, right]);
    await db().prune(1n);
    expect(readAll(db(), left)).toEqual({...numbered(50, "base"), "key 1": "left"});
    expect(readAll(db(), right)).toEqual({...numbered(50, "base"), "key 2": "right"});
    const next = await commit(db(), 3n, {"key 3": "next"}, {from: right});
    await db().finalize([next]);
    await db().prune(2n);
    expect(readAll(db(), next)).toEqual({...numbered(50, "base"), "key 2": "right", "key 3": "next"});
  });

  test("a root discarded after its parent was pruned takes the last nodes of it along", async () => {
    const empty = db().size();
    const base = await commit(db(), 1n, numbered(200, "base"));
    await db().finalize([base]);
    const next = await commit(db(), 2n, {"key 1": "next"}, {from: base});
    await db().pruneTo(2n);
    expect(Object.keys(readAll(db(), next)).length).toBe(200);
    const fresh = await commit(db(), 2n, {other: "1"});
    await db().finalize([fresh]);
    expect(db().hasRoot(next)).toBe(false);
    expect(db().size()).toBeLessThan(empty + 8192);
  });
}
