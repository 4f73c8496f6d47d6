import {emptyHash} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {type NodeDb, nodeDbErrors, openMemoryNodeDb} from "../../../src/db/index.ts";
import type {Root} from "../../../src/node/index.ts";
import {commit, namespace, numbered, readAll, restoreChunk, type Side, sorted} from "../fixtures.ts";
import {expectError, expectThrown, invalidOperation} from "./expectations.ts";

export function describeMultipart(db: () => NodeDb): void {
  const items = numbered(40, "restored");

  const restore = async (version: bigint, sides: readonly Side[]): Promise<Root> => {
    const source = await openMemoryNodeDb({namespace});
    const root = await commit(source, version, items);
    for (const side of sides) await restoreChunk(db(), source, root, side);
    return root;
  };

  test("chunks in any order make up a tree", async () => {
    await db().startMultipartInsert(5n);
    await db().startMultipartInsert(5n);
    const root = await restore(5n, ["right", "left", "right"]);
    expect(sorted(readAll(db(), root))).toEqual(sorted(items));
    await db().finalize([root]);
    expect(sorted(readAll(db(), root))).toEqual(sorted(items));
    expect([db().getEarliestVersion(), db().getLatestVersion()]).toEqual([5n, 5n]);
    const next = await commit(db(), 6n, {"key 0": "next"}, {from: root});
    await db().finalize([next]);
    await db().prune(5n);
    expect(sorted(readAll(db(), next))).toEqual(sorted({...items, "key 0": "next"}));
    expect(db().size()).toBeLessThan(32_768);
  });

  test("a tree with holes cannot be finalised, and the rest can still come", async () => {
    await db().startMultipartInsert(5n);
    const root = await restore(5n, ["left"]);
    await expectError(db().finalize([root]), nodeDbErrors.nodeNotFound);
    await restore(5n, ["right"]);
    await db().finalize([root]);
    expect(sorted(readAll(db(), root))).toEqual(sorted(items));
  });

  test("an aborted insert leaves nothing, and what was there before stays", async () => {
    const before = await commit(db(), 1n, {"key 1": "restored", x: "y"});
    await db().finalize([before]);
    const open = await commit(db(), 2n, {z: "1"}, {from: before});
    await db().abortMultipartInsert();
    await db().sync();
    const size = db().size();
    await db().startMultipartInsert(2n);
    const root = await restore(2n, ["left", "right"]);
    await db().abortMultipartInsert();
    await db().abortMultipartInsert();
    expect(db().hasRoot(root)).toBe(false);
    expect(readAll(db(), open)).toEqual({"key 1": "restored", x: "y", z: "1"});
    expect(db().size()).toBeLessThanOrEqual(size);
  });

  test("an insert may skip versions", async () => {
    const before = await commit(db(), 1n, {a: "1"});
    await db().finalize([before]);
    const lost = await commit(db(), 2n, {a: "2"}, {from: before});
    await db().startMultipartInsert(10n);
    const root = await restore(10n, ["left", "right"]);
    await db().finalize([root]);
    expect([db().getEarliestVersion(), db().getLatestVersion()]).toEqual([1n, 10n]);
    expect(db().hasRoot(lost)).toBe(false);
    await db().pruneTo(10n);
    expect(db().getEarliestVersion()).toBe(10n);
    expect(sorted(readAll(db(), root))).toEqual(sorted(items));
  });

  test("only chunks of its version are taken while it lasts", async () => {
    const root = await commit(db(), 1n, {a: "1"});
    await db().finalize([root]);
    await expectError(db().startMultipartInsert(0n), nodeDbErrors.invalidMultipartVersion);
    expectThrown(() => db().newBatch(root, 2n, true), nodeDbErrors.multipartInProgress);
    await db().startMultipartInsert(42n);
    await expectError(db().startMultipartInsert(44n), nodeDbErrors.multipartInProgress);
    expectThrown(() => db().newBatch(root, 2n, false), nodeDbErrors.invalidMultipartVersion);
    expectThrown(() => db().newBatch(root, 42n, false), nodeDbErrors.multipartInProgress);
    const batch = db().newBatch({...root, version: 42n, hash: emptyHash}, 42n, true);
    await expectError(batch.commit({...root, version: 0n}, null), nodeDbErrors.invalidMultipartVersion);
    expectThrown(() => batch.removeNodes([]), invalidOperation);
    expectThrown(() => batch.putWriteLog([]), invalidOperation);
    await expectError(db().prune(1n), nodeDbErrors.multipartInProgress);
    await expectError(db().finalize([{...root, version: 2n}]), nodeDbErrors.invalidMultipartVersion);
  });
}
