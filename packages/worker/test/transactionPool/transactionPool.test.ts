import {utf8} from "@oasis-node/primitives/bytes";
import {hashOf} from "@oasis-node/primitives/hash";
import {Runtime} from "@oasis-node/state-transition/registry";
import {describe, expect, test} from "vitest";
import {
  checkedTransaction,
  limitsWithDescriptor,
  reportedLimits,
  TransactionPool,
  type Weights,
} from "../../src/transactionPool/index.ts";

const roomy = {maxCount: 10, maxBytes: 1_000_000};

function transaction(name: string, priority = 0n, weights: Weights | null = null) {
  return checkedTransaction(utf8(name), {priority, weights});
}

function names(transactions: readonly {readonly raw: Uint8Array}[]): string[] {
  return transactions.map(({raw}) => Buffer.from(raw).toString());
}

function filled(limits: Weights, transactions: readonly ReturnType<typeof transaction>[]): TransactionPool {
  const pool = new TransactionPool(roomy);
  pool.setBatchLimits(limits);
  for (const one of transactions) expect(pool.add(one)).toBe("added");
  return pool;
}

describe("a transaction pool", () => {
  test("puts more priority first, and of the same the greater hash", () => {
    const same = ["a", "b", "c", "d"];
    const byHash = [...same].sort((a, b) => Buffer.compare(hashOf(utf8(b)), hashOf(utf8(a))));
    const pool = filled(new Map(), [...same.map((name) => transaction(name)), transaction("first", 9n)]);
    expect(names(pool.prioritized(null, 10))).toEqual(["first", ...byHash]);
  });

  test("takes a transaction once", () => {
    const pool = filled(new Map(), [transaction("a")]);
    expect(pool.add(transaction("a", 5n))).toBe("duplicate");
    expect(pool.size).toBe(1);
  });

  test("when full takes only what has more priority than the lowest, which leaves", () => {
    const pool = new TransactionPool({maxCount: 2, maxBytes: 1000});
    pool.add(transaction("low", 1n));
    pool.add(transaction("high", 3n));
    expect(pool.add(transaction("same", 1n))).toBe("full");
    expect(pool.add(transaction("middle", 2n))).toBe("added");
    expect(names(pool.prioritized(null, 10))).toEqual(["high", "middle"]);
  });

  test("makes room in bytes by as many as it takes, and none when that is not enough", () => {
    const pool = new TransactionPool({maxCount: 10, maxBytes: 6});
    for (const [name, priority] of [
      ["aa", 1n],
      ["bb", 2n],
      ["cc", 5n],
    ] as const)
      pool.add(transaction(name, priority));
    expect(pool.add(transaction("four", 2n))).toBe("full");
    expect(pool.size).toBe(3);
    expect(pool.add(transaction("four", 3n))).toBe("added");
    expect(names(pool.prioritized(null, 10))).toEqual(["cc", "four"]);
    expect(pool.add(transaction("too long", 9n))).toBe("full");
  });

  test("refuses what does not fit a batch by itself, without anything leaving for it", () => {
    const pool = filled(new Map([["gas", 10n]]), [transaction("a")]);
    expect(pool.add(transaction("b", 9n, new Map([["gas", 11n]])))).toBe("tooLarge");
    expect(pool.add(transaction("c", 9n, new Map([["gas", 10n]])))).toBe("added");
  });

  test("has no batch before one is whole, unless it is forced", () => {
    const pool = filled(new Map([["count", 2n]]), [transaction("a")]);
    expect(pool.batch(false)).toEqual([]);
    expect(names(pool.batch(true))).toEqual(["a"]);
    pool.add(transaction("b", 1n));
    expect(names(pool.batch(false))).toEqual(["b", "a"]);
    pool.add(transaction("c", 2n));
    expect(names(pool.batch(false))).toEqual(["c", "b"]);
    expect(pool.size).toBe(3);
  });

  test("skips what would overflow a batch and takes what comes after it", () => {
    const gas = (amount: bigint) => new Map([["gas", amount]]);
    const pool = filled(new Map([["gas", 10n]]), [
      transaction("a", 3n, gas(6n)),
      transaction("b", 2n, gas(5n)),
      transaction("c", 1n, gas(4n)),
    ]);
    expect(names(pool.batch(false))).toEqual(["a", "c"]);
  });

  test("looks no further with less room than any transaction takes", () => {
    const limits = new Map([["size_bytes", 15n]]);
    const pool = filled(limits, [transaction("0123456789", 2n), transaction("abc", 1n)]);
    expect(names(pool.batch(true))).toEqual(["0123456789"]);
  });

  test("drops what does not fit any more after limits have changed", () => {
    const pool = filled(new Map(), [transaction("aaaa", 2n), transaction("b", 1n)]);
    pool.setBatchLimits(new Map([["size_bytes", 3n]]));
    expect(names(pool.prioritized(null, 10))).toEqual(["b"]);
    expect(pool.has(hashOf(utf8("aaaa")))).toBe(false);
    expect(pool.weight("size_bytes")).toBe(1n);
  });

  test("goes on after a transaction, and knows nothing after one it does not have", () => {
    const pool = filled(
      new Map(),
      ["a", "b", "c", "d"].map((name, index) => transaction(name, BigInt(9 - index))),
    );
    expect(names(pool.prioritized(hashOf(utf8("b")), 1))).toEqual(["c"]);
    expect(names(pool.prioritized(hashOf(utf8("b")), 9))).toEqual(["c", "d"]);
    expect(pool.prioritized(hashOf(utf8("d")), 9)).toEqual([]);
    expect(pool.prioritized(hashOf(utf8("x")), 9)).toEqual([]);
    pool.setBatchLimits(new Map([["size_bytes", 0n]]));
    expect(pool.prioritized(hashOf(utf8("b")), 9)).toEqual([]);
  });
});

describe("limits of a batch", () => {
  const runtime: Runtime = {
    ...Runtime.zero(),
    executor: {...Runtime.zero().executor, maxMessages: 5},
    txnScheduler: {...Runtime.zero().txnScheduler, maxBatchSize: 7n, maxBatchSizeBytes: 9n},
  };
  const byDescriptor = new Map([
    ["consensus_messages", 5n],
    ["size_bytes", 9n],
    ["count", 7n],
  ]);

  test("come from the descriptor, overlaid by what the runtime says", () => {
    const limits = limitsWithDescriptor(new Map(), runtime);
    expect(limits).toEqual(byDescriptor);
    expect(
      reportedLimits(
        limits,
        new Map([
          ["gas", 3n],
          ["count", 2n],
        ]),
      ),
    ).toEqual(new Map([...byDescriptor, ["count", 2n], ["gas", 3n]]));
  });

  test("lose what the runtime does not mention any more, but not those of the descriptor", () => {
    const limits = reportedLimits(byDescriptor, new Map([["gas", 3n]]));
    expect(reportedLimits(limits, null)).toEqual(byDescriptor);
    expect(limitsWithDescriptor(limits, runtime).get("gas")).toBe(3n);
  });
});
