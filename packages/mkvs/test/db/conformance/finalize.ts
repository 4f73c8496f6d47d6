import {emptyHash} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {type NodeDb, nodeDbErrors} from "../../../src/db/index.ts";
import {rootTypes} from "../../../src/node/index.ts";
import {commit, namespace, readAll} from "../fixtures.ts";
import {expectError, invalidOperation, other} from "./expectations.ts";

export function describeFinalize(db: () => NodeDb): void {
  test("refuses versions out of order, unknown roots and mixed versions", async () => {
    const first = await commit(db(), 1n, {a: "1"});
    await expectError(db().finalize([]), invalidOperation);
    await expectError(db().finalize([{...first, hash: other.hash}]), nodeDbErrors.rootNotFound);
    await db().finalize([first]);
    await expectError(db().finalize([first]), nodeDbErrors.alreadyFinalized);
    const second = await commit(db(), 2n, {b: "2"}, {from: first});
    const third = await commit(db(), 3n, {c: "2"}, {from: second});
    await expectError(db().finalize([third]), nodeDbErrors.notFinalized);
    await expectError(db().finalize([second, third]), invalidOperation);
    await db().finalize([second]);
    await db().finalize([third]);
    expect(db().getLatestVersion()).toBe(3n);
  });

  test("discards the other roots of the version and what is derived from them", async () => {
    const base = await commit(db(), 1n, {a: "1", b: "2"});
    await db().finalize([base]);
    const size = db().size();
    const good = await commit(db(), 2n, {a: "good"}, {from: base});
    const bad = await commit(db(), 2n, {a: "bad", c: "x".repeat(10_000)}, {from: base});
    const worse = await commit(db(), 3n, {a: "worse"}, {from: bad});
    await db().finalize([good]);
    expect(db().getRootsForVersion(2n)).toEqual([good]);
    expect([db().hasRoot(bad), db().hasRoot(worse)]).toEqual([false, false]);
    expect(readAll(db(), base)).toEqual({a: "1", b: "2"});
    expect(readAll(db(), good)).toEqual({a: "good", b: "2"});
    expect(db().size()).toBeLessThan(size + 8192);
  });

  test("finalises the roots a root was derived from in the same version", async () => {
    const inputs = await commit(db(), 1n, {i: "1"}, {type: rootTypes.io});
    const outputs = await commit(db(), 1n, {o: "2"}, {type: rootTypes.io, from: inputs});
    const unrelated = await commit(db(), 1n, {u: "2"}, {type: rootTypes.io});
    await db().finalize([outputs]);
    expect(db().hasRoot(unrelated)).toBe(false);
    expect(readAll(db(), inputs)).toEqual({i: "1"});
    expect(readAll(db(), outputs)).toEqual({i: "1", o: "2"});
  });

  test("an empty root needs no commit", async () => {
    const empty = {namespace, version: 1n, type: rootTypes.state, hash: emptyHash};
    await db().finalize([empty]);
    expect(db().getLatestVersion()).toBe(1n);
  });

  test("what was committed before the first finalised version goes, what it rests on stays", async () => {
    const v1 = await commit(db(), 1n, {a: "1", b: "1"});
    const side = await commit(db(), 1n, {s: "x".repeat(20_000)});
    const v2 = await commit(db(), 2n, {b: "2"}, {from: v1});
    const v3 = await commit(db(), 3n, {c: "3"}, {from: v2});
    await db().finalize([v3]);
    expect([db().hasRoot(v1), db().hasRoot(side), db().hasRoot(v2)]).toEqual([false, false, false]);
    expect(readAll(db(), v3)).toEqual({a: "1", b: "2", c: "3"});
    expect(db().size()).toBeLessThan(20_000);
  });
}
