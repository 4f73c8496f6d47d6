import {chmodSync, mkdtempSync, readdirSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {utf8} from "@oasis-node/primitives/bytes";
import {testNamespace} from "@oasis-node/primitives/namespace";
import {afterEach, beforeEach, describe, expect, test} from "vitest";
import {
  type LmdbNodeDbOptions,
  type NodeDb,
  NodeDbError,
  nodeDbErrors,
  openLmdbNodeDb,
  openMemoryNodeDb,
} from "../../src/db/index.ts";
import {Tree} from "../../src/tree/index.ts";
import {commit, namespace, readAll, restoreChunk} from "./fixtures.ts";
import {describeNodeDb} from "./nodeDbConformance.ts";

let path = "";
let opened: NodeDb[] = [];

async function open(options: Partial<LmdbNodeDbOptions> = {}): Promise<NodeDb> {
  if (path === "") path = mkdtempSync(join(tmpdir(), "mkvs-db-"));
  const db = await openLmdbNodeDb({namespace, path, noSync: true, ...options});
  opened.push(db);
  return db;
}

async function close(): Promise<void> {
  for (const db of opened) await db.close();
  opened = [];
  rmSync(path, {recursive: true, force: true});
  path = "";
}

describeNodeDb({name: "lmdb", open, close});

describe("node database on disk", () => {
  let db: NodeDb;
  beforeEach(async () => {
    db = await open();
  });
  afterEach(close);

  async function reopen(options: Partial<LmdbNodeDbOptions> = {}): Promise<NodeDb> {
    await db.close();
    db = await open(options);
    return db;
  }

  test("keeps finalised and open roots when closed", async () => {
    const first = await commit(db, 1n, {a: "1"});
    await db.finalize([first]);
    const second = await commit(db, 2n, {b: "2"}, {from: first});
    await reopen();
    expect(readAll(db, second)).toEqual({a: "1", b: "2"});
    await db.finalize([second]);
    await db.prune(1n);
    await reopen();
    expect([db.getEarliestVersion(), db.getLatestVersion()]).toEqual([2n, 2n]);
    expect(readAll(db, second)).toEqual({a: "1", b: "2"});
    expect(await commit(db, 3n, {c: "3"}, {from: second})).toMatchObject({version: 3n});
  });

  test("never gives a place twice, also after roots were lost", async () => {
    await db.finalize([await commit(db, 1n, {a: "1"})]);
    const tree = Tree.create({db, rootType: 1});
    tree.insert(utf8("x"), utf8("y"));
    await db.close();
    await expect(tree.commit(namespace, 2n)).rejects.toMatchObject({code: "closed"});
  });

  test("undoes an interrupted multipart insert when opened", async () => {
    const before = await commit(db, 1n, {a: "1"});
    await db.finalize([before]);
    await reopen();
    const size = db.size();
    const source = await openMemoryNodeDb({namespace});
    const items = Object.fromEntries(Array.from({length: 100}, (_, i) => [`key ${i}`, "x"]));
    const root = await commit(source, 9n, items);
    await db.startMultipartInsert(9n);
    await restoreChunk(db, source, root, "left");
    await reopen();
    expect(db.hasRoot(root)).toBe(false);
    expect(db.size()).toBeLessThanOrEqual(size);
    expect(await commit(db, 2n, {b: "2"}, {from: before})).toMatchObject({version: 2n});
  });

  test("read-only, it reads and refuses every change", async () => {
    const root = await commit(db, 1n, {a: "1"});
    await db.finalize([root]);
    await reopen({readOnly: true});
    expect(readAll(db, root)).toEqual({a: "1"});
    expect(() => db.newBatch(root, 2n, false)).toThrow(nodeDbErrors.readOnly.message);
    for (const change of [
      () => db.finalize([root]),
      () => db.prune(1n),
      () => db.pruneTo(2n),
      () => db.startMultipartInsert(2n),
      () => db.abortMultipartInsert(),
    ])
      await expect(change()).rejects.toSatisfy(nodeDbErrors.readOnly.is);
  });

  test("read-only, it does not make a database", async () => {
    const missing = join(path, "missing");
    await expect(openLmdbNodeDb({namespace, path: missing, readOnly: true})).rejects.toThrow(NodeDbError);
    expect(readdirSync(path)).not.toContain("missing");
  });

  test("refuses another namespace and closes again", async () => {
    await db.close();
    await expect(open({namespace: testNamespace(utf8("other"))})).rejects.toMatchObject({
      code: "incompatible",
    });
    db = await open();
  });

  test("only the owner can read the files", async () => {
    expect(statSync(path).mode & 0o777).toBe(0o700);
    for (const file of readdirSync(path)) expect(statSync(join(path, file)).mode & 0o777, file).toBe(0o600);
    await db.close();
    chmodSync(path, 0o755);
    db = await open();
    expect(statSync(path).mode & 0o777).toBe(0o700);
  });

  test("a closed database refuses changes and reads", async () => {
    const root = await commit(db, 1n, {a: "1"});
    await db.close();
    await db.close();
    await expect(db.finalize([root])).rejects.toMatchObject({code: "closed"});
    expect(() => db.rootPointer({...root})).toThrow(NodeDbError);
  });

  test("readers of older versions go on while newer ones are written", async () => {
    const items = Object.fromEntries(Array.from({length: 300}, (_, i) => [`key ${i}`, "first"]));
    const first = await commit(db, 1n, items);
    await db.finalize([first]);
    const reader = Tree.open({db, root: first, capacity: {nodes: 1, valueBytes: 1}});
    let root = first;
    for (let version = 2n; version < 30n; version++) {
      const writing = commit(db, version, {[`key ${version}`]: "changed"}, {from: root});
      expect(reader.get(utf8(`key ${version}`))).toEqual(utf8("first"));
      root = await writing;
      await db.finalize([root]);
      expect(reader.get(utf8(`key ${version}`))).toEqual(utf8("first"));
    }
  });
});
