import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {silentLogger} from "@oasis-node/primitives/log";
import {describe, expect, test} from "vitest";
import {
  CheckQueue,
  type CheckResults,
  RecentHashes,
  TransactionIntake,
} from "../../src/transactionPool/index.ts";

const {signal} = new AbortController();

/** A runtime that refuses what it is told to, and counts what it is asked. */
class Checks {
  readonly batches: string[][] = [];
  refused = new Set<string>();
  isDown = false;

  readonly check = async (inputs: readonly Uint8Array[]): Promise<CheckResults> => {
    const names = inputs.map((raw) => Buffer.from(raw).toString());
    this.batches.push(names);
    if (this.isDown) throw new RangeError("no runtime");
    return names.map((name) => ({
      error: {module: "", code: this.refused.has(name) ? 1 : 0, message: ""},
      meta: {priority: BigInt(name.length), weights: null},
    }));
  };
}

function intake(options: Partial<ConstructorParameters<typeof TransactionIntake>[0]> = {}) {
  const checks = new Checks();
  const {check} = checks;
  const all = {maxPoolSize: 3, recentCacheSize: 3, maxCheckBatch: 2, logger: silentLogger, check, ...options};
  return {checks, intake: new TransactionIntake(all)};
}

describe("transactions that come in", () => {
  test("are checked in their order, so many at once, and scheduled when the runtime accepts them", async () => {
    const {checks, intake: taken} = intake();
    checks.refused.add("b");
    expect(["a", "b", "ccc"].map((name) => taken.submit(utf8(name)))).toEqual(["queued", "queued", "queued"]);
    await taken.checkWaiting(signal);
    expect(checks.batches).toEqual([["a", "b"]]);
    expect(taken.waiting).toBe(1);
    await taken.checkWaiting(signal);
    expect(taken.pool.prioritized(null, 9).map(({raw}) => Buffer.from(raw).toString())).toEqual(["ccc", "a"]);
    await taken.checkWaiting(signal);
    expect(checks.batches).toHaveLength(2);
  });

  test("wait once, and no more than there is room for", () => {
    const {intake: taken} = intake();
    for (const name of ["a", "b"]) taken.submit(utf8(name));
    expect(taken.submit(utf8("a"))).toBe("duplicate");
    taken.submit(utf8("c"));
    expect(taken.submit(utf8("d"))).toBe("full");
  });

  test("go on waiting while the runtime does not answer", async () => {
    const {checks, intake: taken} = intake();
    checks.isDown = true;
    taken.submit(utf8("a"));
    await expect(taken.checkWaiting(signal)).rejects.toThrow("no runtime");
    expect(taken.waiting).toBe(1);
  });

  test("are not scheduled again as long as they are remembered", async () => {
    const {intake: taken} = intake();
    taken.submit(utf8("a"));
    await taken.checkWaiting(signal);
    taken.pool.remove([hashOf(utf8("a"))]);
    expect(taken.submit(utf8("a"))).toBe("recent");
    taken.clear();
    expect(taken.submit(utf8("a"))).toBe("queued");
  });

  test("are dropped later when the runtime does not want them any more", async () => {
    const {checks, intake: taken} = intake();
    for (const name of ["a", "bb", "ccc"]) taken.submit(utf8(name));
    await taken.checkWaiting(signal);
    await taken.checkWaiting(signal);
    checks.refused.add("bb");
    await taken.recheck(signal);
    expect(checks.batches.at(-1)).toEqual(["ccc", "bb", "a"]);
    expect(taken.pool.size).toBe(2);
  });
});

test("a queue keeps to its bytes", () => {
  const queue = new CheckQueue({maxCount: 10, maxBytes: 5});
  expect(queue.add(utf8("abc"))).toBe("queued");
  expect(queue.add(utf8("def"))).toBe("full");
  queue.remove([utf8("abc"), utf8("abc")]);
  expect(queue.add(utf8("def"))).toBe("queued");
});

test("hashes are forgotten when they have not been asked for longest", () => {
  const recent = new RecentHashes(2);
  const [a, b, c] = ["a", "b", "c"].map((name) => hashOf(utf8(name)));
  if (a === undefined || b === undefined || c === undefined) throw new RangeError("three hashes");
  recent.add(a);
  recent.add(b);
  expect(recent.has(a)).toBe(true);
  recent.add(c);
  expect([a, b, c].map((hash) => recent.has(hash))).toEqual([true, false, true]);
  const none = new RecentHashes(0);
  none.add(a);
  expect(none.has(a)).toBe(false);
});
