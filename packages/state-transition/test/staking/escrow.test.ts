import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import type {Escrow, ReclaimEscrow} from "../../src/staking/index.ts";
import {addEscrow} from "../../src/staking/transactions/addEscrow.ts";
import {reclaimEscrow} from "../../src/staking/transactions/reclaimEscrow.ts";
import {resultOf} from "../resultOf.ts";
import {
  alice,
  balanceOf,
  bob,
  commonPool,
  costs,
  escrow,
  eventsOf,
  fund,
  type WorldOptions,
  world,
} from "./world.ts";

const gasCosts = costs({add_escrow: 10n, reclaim_escrow: 20n});

describe("staking.AddEscrow", () => {
  test.each<readonly [string, WorldOptions, Escrow, string]>([
    [
      "out of gas first",
      {gasLimit: 9n, isMessage: true, parameters: {gasCosts}},
      {account: bob, amount: 0n},
      "unknown/1",
    ],
    [
      "from a runtime that may not",
      {isMessage: true, mode: "simulateTx"},
      {account: bob, amount: 0n},
      "staking/5",
    ],
    [
      "below the minimum",
      {caller: commonPool, parameters: {minDelegation: 5n}},
      {account: bob, amount: 4n},
      "staking/8",
    ],
    ["from an account of the protocol", {caller: commonPool}, {account: bob, amount: 1n}, "staking/5"],
    [
      "to others while that is disabled",
      {parameters: {disableDelegation: true}},
      {account: commonPool, amount: 1n},
      "staking/5",
    ],
    ["to an account of the protocol", {}, {account: commonPool, amount: 1n}, "unknown/1"],
    ["of too much", {}, {account: bob, amount: 101n}, "unknown/1"],
  ])("is refused %s", (_, options, body, expected) => {
    const {context, state, tree} = world(options);
    fund(state, [[alice, 100n]]);
    tree.written.length = 0;
    expect(resultOf(() => addEscrow(context, body))).toBe(expected);
    expect(tree.written).toEqual([]);
    expect(context.events).toEqual([]);
  });

  test("is refused to a pool that lost everything", () => {
    const {context, state} = world();
    fund(state, [[alice, 100n]]);
    escrow(state, bob, 0n, {shares: 7n});
    expect(resultOf(() => addEscrow(context, {account: bob, amount: 1n}))).toBe("staking/1");
  });

  test("gives shares at their price, rounded down", () => {
    const {context, state, tree} = world({parameters: {gasCosts}});
    fund(state, [[alice, 100n]]);
    escrow(state, bob, 300n, {shares: 100n});
    tree.written.length = 0;
    addEscrow(context, {account: bob, amount: 10n});
    expect(state.account(bob).escrow.active).toEqual({balance: 310n, totalShares: 103n});
    expect(state.delegation(alice, bob)).toEqual({shares: 3n});
    expect(balanceOf(state, alice)).toBe(90n);
    expect(tree.written).toEqual(["50 alice", "50 bob", "53 bob alice"]);
    expect(eventsOf(context)).toEqual(["add_escrow: owner alice, escrow bob, amount 10, newShares 3"]);
    expect(context.gas.used).toBe(10n);
  });

  test("to oneself keeps balance and pool in one account, also while delegation is disabled", () => {
    const {context, state, tree} = world({parameters: {disableDelegation: true}});
    fund(state, [[alice, 100n]]);
    tree.written.length = 0;
    addEscrow(context, {account: alice, amount: 60n});
    const {general, escrow: own} = state.account(alice);
    expect([general.balance, own.active]).toEqual([40n, {balance: 60n, totalShares: 60n}]);
    expect(tree.written).toEqual(["50 alice", "53 alice alice"]);
  });

  test("of too little for a share stores no delegation", () => {
    const {context, state} = world();
    fund(state, [[alice, 100n]]);
    escrow(state, bob, 300n, {shares: 100n});
    addEscrow(context, {account: bob, amount: 2n});
    expect(state.delegations(bob).map(({delegator}) => delegator)).toEqual([bob]);
    expect(state.account(bob).escrow.active.balance).toBe(302n);
  });

  test("of the minimum is enough", () => {
    const {context, state} = world({parameters: {minDelegation: 5n}});
    fund(state, [[alice, 5n]]);
    expect(resultOf(() => addEscrow(context, {account: bob, amount: 5n}))).toBe("ok");
  });

  test("is open to runtimes where the parameters say so", () => {
    const {context, state} = world({isMessage: true, parameters: {allowEscrowMessages: true}});
    fund(state, [[alice, 1n]]);
    expect(resultOf(() => addEscrow(context, {account: bob, amount: 1n}))).toBe("ok");
  });
});

describe("staking.ReclaimEscrow", () => {
  test.each<readonly [string, WorldOptions, ReclaimEscrow, string]>([
    ["of no shares even in checks", {mode: "checkTx"}, {account: bob, shares: 0n}, "staking/1"],
    ["out of gas", {gasLimit: 19n, parameters: {gasCosts}}, {account: bob, shares: 1n}, "unknown/1"],
    [
      "from a runtime that may not",
      {isMessage: true, mode: "simulateTx"},
      {account: bob, shares: 1n},
      "staking/5",
    ],
    ["by an account of the protocol", {caller: commonPool}, {account: bob, shares: 1n}, "staking/5"],
    [
      "from others while that is disabled",
      {parameters: {disableDelegation: true}},
      {account: bob, shares: 1n},
      "staking/5",
    ],
    ["from an account of the protocol", {}, {account: commonPool, shares: 1n}, "unknown/1"],
    ["of shares that are not there", {}, {account: bob, shares: 101n}, "unknown/1"],
  ])("is refused %s", (_, options, body, expected) => {
    const {context, state, tree} = world(options);
    escrow(state, bob, 300n, {shares: 100n, delegator: alice});
    tree.written.length = 0;
    expect(resultOf(() => reclaimEscrow(context, body))).toBe(expected);
    expect(tree.written).toEqual([]);
  });

  test("is refused when the debonding pool lost everything", () => {
    const {context, state} = world();
    escrow(state, bob, 300n, {shares: 100n, delegator: alice});
    const account = state.account(bob);
    account.escrow.debonding = {balance: 0n, totalShares: 5n};
    state.setAccount(bob, account);
    expect(resultOf(() => reclaimEscrow(context, {account: bob, shares: 1n}))).toBe("staking/1");
  });

  test("moves shares from the active to the debonding pool", () => {
    const {context, state, tree} = world({epoch: 20n, parameters: {debondingInterval: asEpoch(4n)}});
    escrow(state, bob, 300n, {shares: 100n, delegator: alice});
    tree.written.length = 0;
    reclaimEscrow(context, {account: bob, shares: 10n});
    const {active, debonding} = state.account(bob).escrow;
    expect([active, debonding]).toEqual([
      {balance: 270n, totalShares: 90n},
      {balance: 30n, totalShares: 30n},
    ]);
    expect(state.debondingDelegation(alice, bob, asEpoch(24n))).toEqual({shares: 30n, debondEnd: 24n});
    expect(tree.written).toEqual([
      "55 18 alice bob",
      "54 alice bob 18",
      "53 bob alice",
      "50 alice",
      "50 bob",
    ]);
    expect(eventsOf(context)).toEqual([
      "debonding_start: owner alice, escrow bob, amount 30, activeShares 10, debondingShares 30",
    ]);
  });

  test("adds to what ends in the same epoch, and removes a delegation without shares", () => {
    const {context, state} = world();
    escrow(state, bob, 100n, {delegator: alice});
    reclaimEscrow(context, {account: bob, shares: 40n});
    reclaimEscrow(context, {account: bob, shares: 60n});
    expect(state.debondingDelegations().map(({delegation}) => delegation)).toEqual([
      {shares: 100n, debondEnd: 20n},
    ]);
    expect(state.delegations()).toEqual([]);
  });

  test("writes entries worth nothing when the active pool lost everything", () => {
    const {context, state} = world();
    escrow(state, bob, 0n, {shares: 100n, delegator: alice});
    reclaimEscrow(context, {account: bob, shares: 40n});
    expect(state.debondingDelegations().map(({delegation}) => delegation.shares)).toEqual([0n]);
    expect(eventsOf(context)).toEqual([
      "debonding_start: owner alice, escrow bob, amount 0, activeShares 40, debondingShares 0",
    ]);
  });

  test("wraps an end beyond the last epoch", () => {
    const {context, state} = world({epoch: 2n ** 64n - 2n, parameters: {debondingInterval: asEpoch(5n)}});
    escrow(state, bob, 100n, {delegator: alice});
    reclaimEscrow(context, {account: bob, shares: 1n});
    expect(state.debondingDelegations().map(({end}) => end)).toEqual([3n]);
  });
});
