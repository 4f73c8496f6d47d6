import {utf8} from "@oasis-node/primitives/bytes";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {type NodeDb, NodeDbError, nodeDbErrors, openMemoryNodeDb} from "../../src/db/index.ts";
import {Pointer, type Root, rootTypes} from "../../src/node/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {commit, commitTree, namespace, readAll, restoreChunk, type Side, sorted, text} from "./fixtures.ts";

/** Makes databases for the tests of one backend. */
export interface Backend {
  readonly name: string;
  open(options?: {readonly discardWriteLogs?: boolean}): Promise<NodeDb>;
  close(): Promise<void>;
}

/** What every node database does (primitives-mkvs §4.11). */
export function describeNodeDb(backend: Backend): void {
  describe(`node database (${backend.name})`, () => {
    let db: NodeDb;
    beforeEach(async () => {
      db = await backend.open();
    });
    afterEach(() => backend.close());
    const current = (): NodeDb => db;
    describeVersions(current);
    describeCommit(current);
    describeFinalize(current);
    describePrune(current);
    describeForks(current);
    describeWriteLogs(current, backend);
    describeMultipart(current);
  });
}

const other = {namespace, version: 7n, type: rootTypes.state, hash: hashOf(utf8("unknown"))};

async function expectError(promise: Promise<unknown>, kind: {is(error: unknown): boolean}): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(kind.is(error), String(error)).toBe(true);
}

function expectThrown(action: () => unknown, kind: {is(error: unknown): boolean}): void {
  let error: unknown;
  try {
    action();
  } catch (reason) {
    error = reason;
  }
  expect(kind.is(error), String(error)).toBe(true);
}

const invalidOperation = {
  is: (error: unknown) => error instanceof NodeDbError && error.code === "invalidOperation",
};

function describeVersions(db: () => NodeDb): void {
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

function describeCommit(db: () => NodeDb): void {
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
    await db().prune(1n);
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

function describeFinalize(db: () => NodeDb): void {
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

function describePrune(db: () => NodeDb): void {
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
    await db().prune(20n);
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

function numbered(count: number, value: string): Record<string, string> {
  return Object.fromEntries(Array.from({length: count}, (_, i) => [`key ${i}`, value]));
}

function describeForks(db: () => NodeDb): void {
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
    await db().prune(1n);
    expect(Object.keys(readAll(db(), next)).length).toBe(200);
    const fresh = await commit(db(), 2n, {other: "1"});
    await db().finalize([fresh]);
    expect(db().hasRoot(next)).toBe(false);
    expect(db().size()).toBeLessThan(empty + 8192);
  });
}

function describeWriteLogs(db: () => NodeDb, backend: Backend): void {
  const log = (start: Root, end: Root, from = db()): [string, string | null][] =>
    [...from.getWriteLog(start, end)].map(({key, value}) => [
      text(key ?? utf8("?")),
      value === null ? null : text(value),
    ]);
  const empty = (version: bigint, type: number): Root => ({namespace, version, type, hash: emptyHash});

  test("tell the changes of one hop, with empty values and removals", async () => {
    const first = await commit(db(), 1n, {a: "1", b: "2", ab: "3"});
    const second = await commit(db(), 2n, {a: "", b: null, c: "4"}, {from: first});
    expect(log(empty(1n, rootTypes.state), first).sort()).toEqual([
      ["a", "1"],
      ["ab", "3"],
      ["b", "2"],
    ]);
    expect(log(first, second).sort()).toEqual([
      ["a", ""],
      ["b", null],
      ["c", "4"],
    ]);
  });

  test("follow two hops within a version, newest first, and no more", async () => {
    const type = rootTypes.io;
    const one = await commit(db(), 1n, {a: "1"}, {type});
    const two = await commit(db(), 1n, {b: "2"}, {type, from: one});
    const three = await commit(db(), 1n, {c: "3"}, {type, from: two});
    expect(log(empty(1n, type), two)).toEqual([
      ["b", "2"],
      ["a", "1"],
    ]);
    expect(log(one, three)).toEqual([
      ["c", "3"],
      ["b", "2"],
    ]);
    expectThrown(() => log(empty(1n, type), three), nodeDbErrors.writeLogNotFound);
  });

  test("fail with the error that says why", async () => {
    const first = await commit(db(), 1n, {a: "1"});
    await db().finalize([first]);
    const second = await commit(db(), 2n, {b: "1"}, {from: first});
    await db().finalize([second]);
    expectThrown(() => log(second, first), nodeDbErrors.rootMustFollowOld);
    expectThrown(() => log(first, {...second, hash: other.hash}), nodeDbErrors.rootNotFound);
    await db().prune(1n);
    expect(log(first, second)).toEqual([["b", "1"]]);
    expectThrown(() => log(empty(1n, rootTypes.state), first), nodeDbErrors.writeLogNotFound);
  });

  test("are not kept when not wanted", async () => {
    await backend.close();
    const without = await backend.open({discardWriteLogs: true});
    const root = await commit(without, 1n, {a: "1"});
    expectThrown(() => log(empty(1n, rootTypes.state), root, without), nodeDbErrors.writeLogNotFound);
  });
}

function describeMultipart(db: () => NodeDb): void {
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
