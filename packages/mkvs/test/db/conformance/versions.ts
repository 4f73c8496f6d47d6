import {utf8} from "@oasis-node/primitives/bytes";
import {emptyHash} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {expect, test} from "vitest";
import {type NodeDb, nodeDbErrors} from "../../../src/db/index.ts";
import {Pointer, rootTypes} from "../../../src/node/index.ts";
import {commit} from "../fixtures.ts";
import {expectThrown, other} from "./expectations.ts";

export function describeVersions(db: () => NodeDb): void {
  test("knows no version before something is finalised", async () => {
    expect(db().getLatestVersion()).toBeNull();
    expect(db().getEarliestVersion()).toBeNull();
    expect(db().getRootsForVersion(0n)).toEqual([]);
    await commit(db(), 3n, {a: "1"});
    expect(db().getLatestVersion()).toBeNull();
  });

  test("the first finalised version is the earliest", async () => {
    await db().finalize([await commit(db(), 3n, {a: "1"})]);
    expect([db().getEarliestVersion(), db().getLatestVersion()]).toEqual([3n, 3n]);
  });

  test("always has the empty root, and others when stored", async () => {
    const root = await commit(db(), 1n, {a: "1"});
    expect(db().hasRoot(root)).toBe(true);
    expect(db().getRootsForVersion(2n ** 64n - 1n)).toEqual([]);
    expect(db().hasRoot({...root, hash: emptyHash, version: 9n})).toBe(true);
    expect(db().hasRoot({...root, version: 2n})).toBe(false);
    expect(db().hasRoot({...root, type: rootTypes.io})).toBe(false);
    expect(db().hasRoot({...root, namespace: testNamespace(utf8("x"))})).toBe(false);
    expect(db().rootPointer({...root, hash: emptyHash})).toBeNull();
  });

  test("reads fail with the error that says why", async () => {
    const root = await commit(db(), 1n, {a: "1", b: "2"});
    const pointer = db().rootPointer(root);
    if (pointer === null) throw new TypeError("no root");
    expectThrown(
      () => db().getNode({...root, namespace: testNamespace(utf8("x"))}, pointer),
      nodeDbErrors.badNamespace,
    );
    expectThrown(() => db().getNode(other, pointer), nodeDbErrors.rootNotFound);
    expectThrown(() => db().getNode(root, Pointer.toStored(other.hash)), nodeDbErrors.nodeNotFound);
    expect(db().getNode(root, Pointer.toStored(root.hash)).kind).toBe("internal");
  });
}
