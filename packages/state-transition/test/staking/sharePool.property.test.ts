import fc from "fast-check";
import {describe, expect, test} from "vitest";
import {deposit, SharePool, stakeForShares, withdraw} from "../../src/staking/index.ts";
import {resultOf} from "../resultOf.ts";

const seed = 4_2026;
const amount = fc.bigInt({min: 0n, max: 2n ** 80n});
const operation = fc.record({name: fc.constantFrom("deposit", "withdraw", "slash"), value: amount});

describe("share pools", () => {
  test("neither make nor lose base units, and shares are those of their owners", () => {
    const operations = fc.array(operation, {maxLength: 20});
    const run = fc.property(amount, operations, (start, steps) => {
      const pool = SharePool.zero();
      const source = {balance: start};
      const owner = {shares: 0n};
      let slashed = 0n;
      for (const {name, value} of steps) {
        if (name === "slash") {
          const lost = value < pool.balance ? value : pool.balance;
          pool.balance -= lost;
          slashed += lost;
        } else {
          const before = {...pool};
          const act = name === "deposit" ? deposit : withdraw;
          const result = resultOf(() => act(pool, source, owner, value));
          if (result !== "ok") expect(pool).toEqual(before);
        }
        expect(pool.balance + source.balance + slashed).toBe(start);
        expect(owner.shares).toBe(pool.totalShares);
      }
    });
    fc.assert(run, {seed, numRuns: 300});
  });

  test("a deposit is never worth more than it cost", () => {
    const run = fc.property(amount, amount, amount, (balance, totalShares, value) => {
      const pool = {balance, totalShares};
      const owner = {shares: 0n};
      fc.pre(totalShares === 0n || balance > 0n);
      deposit(pool, {balance: value}, owner, value);
      // The first shares own what a pool without any has: a kept oddity.
      if (totalShares > 0n) expect(stakeForShares(pool, owner.shares)).toBeLessThanOrEqual(value);
    });
    fc.assert(run, {seed, numRuns: 300});
  });
});
