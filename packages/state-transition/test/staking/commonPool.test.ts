import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {slashEscrow, transferFromCommon} from "../../src/staking/index.ts";
import {alice, balanceOf, escrow, eventsOf, type World, world} from "./world.ts";

/** A common pool of 100, and alice with an active pool of 1000 and a commission of a fifth. */
function pooled({rate = 20_000n}: {rate?: bigint} = {}): World {
  const made = world();
  made.state.setCommonPool(100n);
  escrow(made.state, alice, 1000n);
  const account = made.state.account(alice);
  account.escrow.commissionSchedule = {rates: [{start: asEpoch(0n), rate}], bounds: null};
  made.state.setAccount(alice, account);
  made.tree.written.length = 0;
  return made;
}

describe("a transfer from the common pool", () => {
  test("gives what there is into the general balance", () => {
    const {context, state} = pooled();
    expect(transferFromCommon(context, alice, 101n, {escrow: false})).toBe(true);
    expect([balanceOf(state, alice), state.commonPool()]).toEqual([100n, 0n]);
    expect(eventsOf(context)).toEqual(["transfer: from commonPool, to alice, amount 100"]);
  });

  test("of nothing writes nothing", () => {
    const {context, tree} = pooled();
    expect(transferFromCommon(context, alice, 0n, {escrow: true})).toBe(false);
    expect([tree.written, context.events]).toEqual([[], []]);
  });

  test("into escrow raises the pool, and the commission becomes shares of its owner", () => {
    const {context, state} = pooled();
    transferFromCommon(context, alice, 50n, {escrow: true});
    expect(state.account(alice).escrow.active).toEqual({balance: 1050n, totalShares: 1009n});
    expect([balanceOf(state, alice), state.delegation(alice, alice)]).toEqual([0n, {shares: 1009n}]);
    expect(eventsOf(context)).toEqual([
      "add_escrow: owner commonPool, escrow alice, amount 40, newShares 0",
      "transfer: from commonPool, to alice, amount 10",
      "add_escrow: owner alice, escrow alice, amount 10, newShares 9",
    ]);
  });

  test("into escrow says nothing of a commission that is none, but of a rest that is none", () => {
    const free = pooled({rate: 0n});
    transferFromCommon(free.context, alice, 50n, {escrow: true});
    expect(eventsOf(free.context)).toEqual([
      "add_escrow: owner commonPool, escrow alice, amount 50, newShares 0",
    ]);
    const all = pooled({rate: 100_000n});
    transferFromCommon(all.context, alice, 50n, {escrow: true});
    expect(eventsOf(all.context)[0]).toBe(
      "add_escrow: owner commonPool, escrow alice, amount 0, newShares 0",
    );
  });

  test("into an escrow without shares is all commission", () => {
    const {context, state} = world();
    state.setCommonPool(100n);
    transferFromCommon(context, alice, 50n, {escrow: true});
    expect(state.account(alice).escrow.active).toEqual({balance: 50n, totalShares: 50n});
    expect(eventsOf(context)).toEqual([
      "transfer: from commonPool, to alice, amount 50",
      "add_escrow: owner alice, escrow alice, amount 50, newShares 50",
    ]);
  });
});

describe("slashing", () => {
  test("takes what there is when more is asked", () => {
    const {context, state} = pooled();
    expect(slashEscrow(context, alice, 5000n)).toBe(1000n);
    expect(state.account(alice).escrow.active).toEqual({balance: 0n, totalShares: 1000n});
    expect(state.commonPool()).toBe(1100n);
  });

  test("of an account without escrow writes and says nothing", () => {
    const {context, tree} = world();
    expect(slashEscrow(context, alice, 5n)).toBe(0n);
    expect([tree.written, context.events]).toEqual([[], []]);
  });
});
