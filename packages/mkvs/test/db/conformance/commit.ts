import {utf8} from "@oasis-node/primitives/bytes";
import {emptyHash} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {expect, test} from "vitest";
import {type NodeDb, nodeDbErrors} from "../../../src/db/index.ts";
import {type Root, rootTypes} from "../../../src/node/index.ts";
import {Tree} from "../../../src/tree/index.ts";
import {commit, commitTree, readAll, sorted} from "../fixtures.ts";
import {expectError, other} from "./expectations.ts";

export function describeCommit(db: () => NodeDb): void {
  test("stores versions that are read back whole", async () => {
    const first = await commit(db(), 0n, {foo: "bar", foobar: "baz", fo: "x", g: "y", "": "root"});
    const second = await commit(db(), 0n, {fo: null, h: "z", foobar: ""}, {from: first});
    const third = await commit(
      db(),
      1n,
      {foo: null, foobar: null, g: null, h: null, "": null},
      {from: second},
    );
    expect(sorted(readAll(db(), first))).toEqual(
      sorted({foo: "bar", foobar: "baz", fo: "x", g: "y", "": "root"}),
    );
    expect(sorted(readAll(db(), second))).toEqual(
      sorted({foo: "bar", foobar: "", g: "y", h: "z", "": "root"}),
    );
    expect(third.hash).toEqual(emptyHash);
    expect(db().getRootsForVersion(1n)).toEqual([third]);
  });

  test("stores values longer than a page, beside short ones", async () => {
    const long = {a: "x".repeat(100_000), b: "y", c: "z".repeat(70_000), d: "w".repeat(8_100)};
    const root = await commit(db(), 1n, long);
    expect(readAll(db(), root)).toEqual(long);
    await db().finalize([root]);
    const next = await commit(db(), 2n, {a: null, b: "2"}, {from: root});
    await db().finalize([next]);
    await db().pruneTo(2n);
    expect(sorted(readAll(db(), next))).toEqual(sorted({b: "2", c: long.c, d: long.d}));
    expect(db().size()).toBeLessThan(120_000);
  });

  test("refuses roots that do not fit", async () => {
    const root = await commit(db(), 1n, {a: "1"});
    const batchFor = (old: Root) => db().newBatch(old, 2n, false);
    await expectError(
      batchFor(root).commit({...root, namespace: testNamespace(utf8("x"))}, null),
      nodeDbErrors.badNamespace,
    );
    await expectError(batchFor(root).commit({...root, version: 3n}, null), nodeDbErrors.rootMustFollowOld);
    await expectError(
      batchFor(root).commit({...root, version: 2n, type: rootTypes.io}, null),
      nodeDbErrors.rootMustFollowOld,
    );
    await expectError(batchFor(other).commit({...other, version: 8n}, null), nodeDbErrors.rootNotFound);
    await db().finalize([root]);
    await expectError(commit(db(), 1n, {b: "1"}), nodeDbErrors.alreadyFinalized);
    await expectError(commit(db(), 0n, {b: "1"}), nodeDbErrors.alreadyFinalized);
  });

  test("refuses a root derived from a pruned one", async () => {
    const first = await commit(db(), 1n, {a: "1"});
    const tree = Tree.open({db: db(), root: first});
    tree.get(utf8("a"));
    await db().finalize([first]);
    await db().prune(1n);
    await expectError(commitTree(tree, 2n, {b: "2"}), nodeDbErrors.previousVersionMismatch);
  });

  test("a failed commit changes nothing and can be tried again", async () => {
    const tree = Tree.create({db: db(), rootType: rootTypes.state});
    await db().finalize([await commitTree(tree, 1n, {a: "1", b: "2"})]);
    await expectError(commitTree(tree, 9n, {c: "3"}), nodeDbErrors.rootMustFollowOld);
    const root = await commitTree(tree, 2n, {d: "4"});
    expect(sorted(readAll(db(), root))).toEqual(sorted({a: "1", b: "2", c: "3", d: "4"}));
  });

  test("a root committed again keeps the tree that made it usable", async () => {
    const old = await commit(db(), 1n, {a: "1", b: "2", c: "3"});
    const changes = {b: "changed", x: "new"};
    const first = await commit(db(), 2n, changes, {from: old});
    const tree = Tree.open({db: db(), root: old});
    const again = await commitTree(tree, 2n, changes);
    expect(again).toEqual(first);
    await db().finalize([old]);
    await db().finalize([first]);
    const next = await commitTree(tree, 3n, {y: "1"});
    await db().finalize([next]);
    await db().pruneTo(3n);
    expect(sorted(readAll(db(), next))).toEqual(sorted({a: "1", b: "changed", c: "3", x: "new", y: "1"}));
  });

  test("equal roots made in different ways do not take each other's nodes away", async () => {
    const one = await commit(db(), 1n, {a: "1", b: "2", c: "3", d: "4"});
    const two = await commit(db(), 1n, {a: "1", b: "2", c: "3", e: "5"});
    await db().finalize([one, two]);
    const merged = await commit(db(), 2n, {e: "5"}, {from: one});
    const tree = Tree.open({db: db(), root: two});
    expect(await commitTree(tree, 2n, {d: "4"})).toEqual(merged);
    const next = await commitTree(tree, 3n, {f: "6"});
    await db().finalize([merged]);
    await db().finalize([next]);
    await db().pruneTo(3n);
    expect(sorted(readAll(db(), next))).toEqual(sorted({a: "1", b: "2", c: "3", d: "4", e: "5", f: "6"}));
  });
}
