import {expect, test} from "vitest";
import {NodeDbError, openNodeDb} from "../../src/db/index.ts";
import {MemoryStore} from "../../src/db/memoryStore.ts";
import {FaultyStore} from "./faultyStore.ts";
import {namespace} from "./fixtures.ts";
import {History} from "./history.ts";

const versions = 16;
const options = {namespace, cacheSize: 1 << 20};

/** Runs the history until it is through or fails. Returns the last version that was acknowledged, and the failure. */
async function run(store: FaultyStore, history: History): Promise<{acknowledged: number; failure: unknown}> {
  let acknowledged = 0;
  try {
    const db = await openNodeDb(store, options);
    while (acknowledged < versions) acknowledged = await history.advance(db);
    return {acknowledged, failure: null};
  } catch (failure) {
    return {acknowledged, failure};
  }
}

test("a failure of any write is reported as what it is and loses nothing that was acknowledged", async () => {
  const history = new History("faults");
  const whole = new FaultyStore(new MemoryStore(), Number.POSITIVE_INFINITY);
  expect((await run(whole, history)).failure).toBeNull();
  expect(whole.writes).toBeGreaterThan(versions);
  for (let failAt = 1; failAt <= whole.writes; failAt++) {
    const inner = new MemoryStore();
    const {acknowledged, failure} = await run(new FaultyStore(inner, failAt), history);
    expect(failure, `write ${failAt}`).toBeInstanceOf(NodeDbError);
    expect(failure).toMatchObject({code: "storageFull"});
    const db = await openNodeDb(inner, options);
    expect(Number(db.getLatestVersion() ?? 0n)).toBeGreaterThanOrEqual(acknowledged);
    history.verify(db);
    while ((await history.advance(db)) < versions);
    history.verify(db);
    expect(db.size()).toBeLessThan(1.5 * whole.size());
  }
});

test("after a failure the database refuses every change, and still reads", async () => {
  const history = new History("stopped");
  const db = await openNodeDb(new FaultyStore(new MemoryStore(), 4), options);
  await history.advance(db);
  await history.advance(db);
  await expect(history.advance(db)).rejects.toMatchObject({code: "storageFull"});
  history.verify(db);
  expect(db.getLatestVersion()).toBe(2n);
  const [root] = db.getRootsForVersion(2n);
  if (root === undefined) throw new TypeError("no root");
  const changes = [
    () => db.finalize([{...root, version: 3n}]),
    () => db.prune(1n),
    () => db.pruneTo(2n),
    () => db.startMultipartInsert(5n),
    () => db.abortMultipartInsert(),
    () => db.sync(),
    async () => db.newBatch(root, 3n, false),
  ];
  for (const change of changes)
    await expect(change()).rejects.toMatchObject({code: "storageFailed", cause: {code: "storageFull"}});
  await db.close();
});
