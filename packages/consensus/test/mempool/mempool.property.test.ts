import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {
  type CheckedTransaction,
  defaultMempoolLimits,
  encodedSize,
  Mempool,
} from "../../src/mempool/index.ts";

const noLimit = {bytes: -1n, gas: -1n};

const transactions = fc
  .array(
    fc.record({
      sender: fc.constantFrom("a", "b", "c", "d"),
      price: fc.bigInt(0n, 5n),
      gasWanted: fc.bigInt(0n, 9n),
      size: fc.nat(300),
    }),
    {
      maxLength: 60,
    },
  )
  .map((all) =>
    all.map(({size, ...one}, i): CheckedTransaction => ({...one, hash: `${i}`, raw: new Uint8Array(size)})),
  );

function filled(all: readonly CheckedTransaction[]): Mempool {
  const mempool = new Mempool(defaultMempoolLimits);
  for (const one of all) {
    mempool.reserve(one.hash, one.raw.length);
    mempool.add(one);
  }
  return mempool;
}

describe("the pool of pending transactions", () => {
  test("keeps the order of each sender and takes the best price first", () => {
    fc.assert(
      fc.property(transactions, (all) => {
        const rest = [...all];
        for (const taken of filled(all).ordered()) {
          const heads = rest.filter(({sender}, i) => rest.findIndex((one) => one.sender === sender) === i);
          expect(heads).toContain(taken);
          const best = heads.reduce((a, b) => (b.price > a.price ? b : a));
          expect(taken).toBe(best);
          rest.splice(rest.indexOf(taken), 1);
        }
        expect(rest).toEqual([]);
      }),
      {seed: 5},
    );
  });

  test("fills a block in that order, up to the first that does not fit", () => {
    fc.assert(
      fc.property(transactions, fc.bigInt(0n, 3000n), fc.bigInt(-1n, 60n), (all, bytes, gas) => {
        const mempool = filled(all);
        const taken = mempool.reap({bytes, gas});
        expect(taken).toEqual(mempool.ordered().slice(0, taken.length));
        const sum = (list: readonly CheckedTransaction[]): readonly [bigint, bigint] => [
          list.reduce((total, {raw}) => total + encodedSize(raw.length), 0n),
          list.reduce((total, {gasWanted}) => total + gasWanted, 0n),
        ];
        const [size, used] = sum(taken);
        expect(size <= bytes && (gas < 0n || used <= gas)).toBe(true);
        if (taken.length === all.length) return;
        const [more, muchGas] = sum(mempool.ordered().slice(0, taken.length + 1));
        expect(more > bytes || (gas >= 0n && muchGas > gas)).toBe(true);
      }),
      {seed: 6},
    );
  });

  test("gives room back for everything that leaves", () => {
    const limits = {count: 2, bytes: 100, transactionBytes: 60, remembered: 3};
    const mempool = new Mempool(limits);
    const one = {hash: "1", raw: new Uint8Array(50), sender: "a", price: 0n, gasWanted: 0n};
    mempool.reserve("1", 50);
    mempool.add(one);
    expect(() => mempool.reserve("1", 50)).toThrow(expect.objectContaining({code: "duplicate"}));
    expect(() => mempool.reserve("2", 61)).toThrow(expect.objectContaining({code: "oversized"}));
    expect(() => mempool.reserve("2", 51)).toThrow(expect.objectContaining({code: "poolFull"}));
    mempool.reserve("2", 50);
    expect(() => mempool.reserve("3", 0)).toThrow(expect.objectContaining({code: "poolFull"}));
    mempool.release("2", 50);
    mempool.included(one, false);
    expect(mempool.size).toBe(0);
    expect(() => mempool.reserve("1", 50)).toThrow(expect.objectContaining({code: "duplicate"}));
    for (const hash of ["2", "3"]) mempool.reserve(hash, 50);
    mempool.release("3", 50);
    expect(mempool.reap(noLimit)).toEqual([]);
  });

  test("forgets the oldest of those it has seen", () => {
    const mempool = new Mempool({...defaultMempoolLimits, remembered: 2});
    for (const hash of ["1", "2", "3"]) {
      mempool.reserve(hash, 1);
      mempool.add({hash, raw: new Uint8Array(1), sender: "a", price: 0n, gasWanted: 0n});
    }
    for (const one of mempool.arrivals()) mempool.included(one, false);
    expect(() => mempool.reserve("3", 1)).toThrow();
    mempool.reserve("1", 1);
  });
});
