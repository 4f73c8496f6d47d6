import {BytesMap} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import type {Allow, Withdraw} from "../../src/staking/index.ts";
import type {StakingState} from "../../src/staking/state.ts";
import {allow} from "../../src/staking/transactions/allow.ts";
import {withdraw} from "../../src/staking/transactions/withdraw.ts";
import {resultOf} from "../resultOf.ts";
import {
  alice,
  balanceOf,
  bob,
  carol,
  commonPool,
  costs,
  eventsOf,
  fund,
  governanceDeposits,
  type WorldOptions,
  world,
} from "./world.ts";

const gasCosts = costs({allow: 10n, withdraw: 20n});

function grant(
  state: StakingState,
  amounts: readonly (readonly [typeof alice, bigint])[],
  owner = alice,
): void {
  const account = state.account(owner);
  account.general.allowances = new BytesMap(amounts);
  state.setAccount(owner, account);
}

describe("staking.Allow", () => {
  const body = {beneficiary: bob, negative: false, amountChange: 5n};
  test.each<readonly [string, WorldOptions, Allow, string]>([
    ["out of gas first", {gasLimit: 9n, parameters: {gasCosts, maxAllowances: 0}}, body, "unknown/1"],
    ["while transfers are disabled", {parameters: {disableTransfers: true}}, body, "staking/5"],
    ["where none are allowed", {parameters: {maxAllowances: 0}}, body, "staking/5"],
    ["by an account of the protocol", {caller: commonPool}, {...body, beneficiary: commonPool}, "staking/5"],
    ["to an account of the protocol", {}, {...body, beneficiary: governanceDeposits}, "staking/5"],
    ["to oneself", {}, {...body, beneficiary: alice}, "staking/1"],
    ["beyond the limit", {parameters: {maxAllowances: 1}}, body, "staking/7"],
    [
      "downward while beyond the limit",
      {parameters: {maxAllowances: 1}},
      {beneficiary: carol, negative: true, amountChange: 1n},
      "staking/7",
    ],
  ])("is refused %s", (title, options, one, expected) => {
    const {context, state, tree} = world(options);
    grant(
      state,
      title.startsWith("downward")
        ? [
            [carol, 7n],
            [bob, 1n],
          ]
        : [[carol, 7n]],
    );
    tree.written.length = 0;
    expect(resultOf(() => allow(context, one))).toBe(expected);
    expect(tree.written).toEqual([]);
  });

  test("adds to an allowance", () => {
    const {context, state, tree} = world({parameters: {gasCosts}});
    grant(state, [[bob, 7n]]);
    tree.written.length = 0;
    allow(context, body);
    expect(state.account(alice).general.allowances?.get(bob)).toBe(12n);
    expect(tree.written).toEqual(["50 alice"]);
    expect(eventsOf(context)).toEqual([
      "allowance_change: owner alice, beneficiary bob, allowance 12, negative false, amountChange 5",
    ]);
  });

  test("allows as many as the limit", () => {
    const {context, state} = world({parameters: {maxAllowances: 2}});
    grant(state, [[carol, 7n]]);
    allow(context, body);
    expect(state.account(alice).general.allowances?.size).toBe(2);
  });

  test("takes no more than there is, says how much, and deletes what becomes zero", () => {
    const {context, state} = world();
    grant(state, [[bob, 7n]]);
    allow(context, {beneficiary: bob, negative: true, amountChange: 9n});
    expect(state.account(alice).general.allowances).toBeNull();
    expect(eventsOf(context)).toEqual([
      "allowance_change: owner alice, beneficiary bob, allowance 0, negative true, amountChange 7",
    ]);
  });

  test("from nothing is done and said", () => {
    const {context, tree} = world();
    allow(context, {beneficiary: bob, negative: true, amountChange: 9n});
    expect(tree.written).toEqual(["50 alice"]);
    expect(eventsOf(context)).toEqual([
      "allowance_change: owner alice, beneficiary bob, allowance 0, negative true, amountChange 0",
    ]);
  });
});

describe("staking.Withdraw", () => {
  const body = {from: bob, amount: 5n};
  test.each<readonly [string, WorldOptions, Withdraw, string]>([
    ["out of gas first", {gasLimit: 19n, parameters: {gasCosts, maxAllowances: 0}}, body, "unknown/1"],
    ["while transfers are disabled", {parameters: {disableTransfers: true}}, body, "staking/5"],
    ["where no allowances are", {parameters: {maxAllowances: 0}}, body, "staking/5"],
    ["by an account of the protocol", {caller: commonPool}, {...body, from: commonPool}, "staking/5"],
    ["from an account of the protocol", {}, {...body, from: commonPool}, "staking/5"],
    ["from oneself", {}, {...body, from: alice}, "staking/1"],
    ["without an allowance", {}, {from: carol, amount: 0n}, "staking/5"],
    ["of more than allowed", {}, {...body, amount: 51n}, "staking/5"],
    ["of more than there is", {}, {...body, amount: 41n}, "staking/3"],
  ])("is refused %s", (_, options, one, expected) => {
    const {context, state, tree} = world(options);
    fund(state, [[bob, 40n]]);
    grant(state, [[alice, 50n]], bob);
    tree.written.length = 0;
    expect(resultOf(() => withdraw(context, one))).toBe(expected);
    expect(tree.written).toEqual([]);
  });

  test("moves what is allowed and lowers the allowance", () => {
    const {context, state, tree} = world({parameters: {gasCosts}});
    fund(state, [[bob, 40n]]);
    grant(state, [[alice, 50n]], bob);
    tree.written.length = 0;
    withdraw(context, {from: bob, amount: 30n});
    expect([balanceOf(state, alice), balanceOf(state, bob)]).toEqual([30n, 10n]);
    expect(state.account(bob).general.allowances?.get(alice)).toBe(20n);
    expect(tree.written).toEqual(["50 alice", "50 bob"]);
    expect(eventsOf(context)).toEqual([
      "transfer: from bob, to alice, amount 30",
      "allowance_change: owner bob, beneficiary alice, allowance 20, negative true, amountChange 30",
    ]);
    expect(context.gas.used).toBe(20n);
  });

  test("of all that is allowed deletes the allowance", () => {
    const {context, state} = world();
    fund(state, [[bob, 40n]]);
    grant(state, [[alice, 40n]], bob);
    withdraw(context, {from: bob, amount: 40n});
    expect(state.account(bob).general).toEqual({balance: 0n, nonce: 0n, allowances: null});
  });
});
