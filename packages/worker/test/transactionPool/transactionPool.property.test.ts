import {compare, toHex} from "@oasis-node/primitives/bytes";
import fc from "fast-check";
import {expect, test} from "vitest";
import {
  type CheckedTransaction,
  checkedTransaction,
  TransactionPool,
} from "../../src/transactionPool/index.ts";

const limits = {maxCount: 8, maxBytes: 60};

const transaction = fc
  .record({
    raw: fc.uint8Array({minLength: 1, maxLength: 24}),
    priority: fc.bigInt(0n, 5n),
    gas: fc.bigInt(0n, 12n),
  })
  .map(({raw, priority, gas}) => checkedTransaction(raw, {priority, weights: new Map([["gas", gas]])}));

const action = fc.oneof(
  {weight: 6, arbitrary: fc.record({kind: fc.constant("add" as const), transaction})},
  {weight: 2, arbitrary: fc.record({kind: fc.constant("batch" as const), force: fc.boolean()})},
  {weight: 1, arbitrary: fc.record({kind: fc.constant("remove" as const), index: fc.nat(9)})},
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("limit" as const),
      gas: fc.bigInt(0n, 20n),
      count: fc.bigInt(1n, 9n),
    }),
  },
);

const weight = (transactions: readonly CheckedTransaction[], name: string): bigint =>
  transactions.reduce((sum, {weights}) => sum + (weights.get(name) ?? 0n), 0n);

/** The obvious order. */
function sorted(transactions: readonly CheckedTransaction[]): CheckedTransaction[] {
  return [...transactions].sort((a, b) => Number(b.priority - a.priority) || compare(b.hash, a.hash));
}

test("whatever is done, the pool keeps its order, its limits and its sums, and batches keep theirs", () => {
  fc.assert(
    fc.property(fc.array(action, {maxLength: 60}), (actions) => {
      const pool = new TransactionPool(limits);
      let batchLimits = new Map<string, bigint>();
      for (const act of actions) {
        const before = pool.prioritized(null, 100);
        if (act.kind === "add") {
          const outcome = pool.add(act.transaction);
          expect(pool.has(act.transaction.hash)).toBe(
            outcome === "added" || before.some(({hash}) => compare(hash, act.transaction.hash) === 0),
          );
          // Only for something with more priority does anything leave.
          for (const gone of before.filter(({hash}) => !pool.has(hash)))
            expect(gone.priority < act.transaction.priority).toBe(true);
        } else if (act.kind === "batch") checkBatch(pool, batchLimits, act.force);
        else if (act.kind === "remove")
          pool.remove(before.slice(act.index, act.index + 1).map(({hash}) => hash));
        else {
          batchLimits = new Map([
            ["gas", act.gas],
            ["count", act.count],
          ]);
          pool.setBatchLimits(batchLimits);
        }
        const all = pool.prioritized(null, 100);
        expect(all.map(({hash}) => toHex(hash))).toEqual(sorted(all).map(({hash}) => toHex(hash)));
        expect(pool.size).toBe(all.length);
        expect(all.length).toBeLessThanOrEqual(limits.maxCount);
        for (const name of ["gas", "count", "size_bytes"]) expect(pool.weight(name)).toBe(weight(all, name));
        expect(pool.weight("size_bytes")).toBeLessThanOrEqual(BigInt(limits.maxBytes));
      }
    }),
    {seed: 20261122, numRuns: 300},
  );
});

function checkBatch(pool: TransactionPool, batchLimits: ReadonlyMap<string, bigint>, force: boolean): void {
  const isWhole = [...batchLimits].some(([name, limit]) => pool.weight(name) >= limit);
  const batch = pool.batch(force);
  if (!force && !isWhole) expect(batch).toEqual([]);
  for (const [name, limit] of batchLimits) expect(weight(batch, name)).toBeLessThanOrEqual(limit);
  const all = pool.prioritized(null, 100);
  const places = batch.map((one) => all.indexOf(one));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  // What stays behind, before the batch was full, would not have fitted.
  if (batch.length > 0 && BigInt(batch.length) < (batchLimits.get("count") ?? 100n)) {
    for (const other of all.filter((one) => !batch.includes(one))) {
      const earlier = batch.filter((one) => all.indexOf(one) < all.indexOf(other));
      const gas = weight([...earlier, other], "gas");
      expect(gas > (batchLimits.get("gas") ?? gas)).toBe(true);
    }
  }
}
