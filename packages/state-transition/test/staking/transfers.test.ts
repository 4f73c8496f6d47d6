import {BytesMap} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {burn} from "../../src/staking/transactions/burn.ts";
import {transfer} from "../../src/staking/transactions/transfer.ts";
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
  type WorldOptions,
  world,
} from "./world.ts";

const gasCosts = costs({transfer: 10n, burn: 20n});

describe("staking.Transfer", () => {
  const refused: readonly (readonly [string, WorldOptions, Parameters<typeof transfer>[1], string])[] = [
    [
      "out of gas first",
      {gasLimit: 9n, parameters: {gasCosts, disableTransfers: true}},
      {to: bob, amount: 1n},
      "unknown/1",
    ],
    ["from an account of the protocol", {caller: commonPool}, {to: bob, amount: 0n}, "staking/5"],
    [
      "while transfers are disabled",
      {parameters: {disableTransfers: true}},
      {to: bob, amount: 1n},
      "staking/5",
    ],
    [
      "while others may transfer",
      {
        parameters: {
          disableTransfers: true,
          undisableTransfersFrom: new BytesMap([
            [bob, true],
            [alice, false],
          ]),
        },
      },
      {to: bob, amount: 1n},
      "staking/5",
    ],
    ["of too much to oneself", {}, {to: alice, amount: 101n}, "staking/3"],
    ["to an account of the protocol", {}, {to: commonPool, amount: 1n}, "unknown/1"],
    ["of too much to another", {}, {to: bob, amount: 101n}, "unknown/1"],
  ];
  test.each(refused)("is refused %s", (_, options, body, expected) => {
    const {context, state, tree} = world(options);
    fund(state, [[alice, 100n]]);
    tree.written.length = 0;
    expect(resultOf(() => transfer(context, body))).toBe(expected);
    expect(tree.written).toEqual([]);
    expect(context.events).toEqual([]);
  });

  test("moves base units and charges gas", () => {
    const {context, state, tree} = world({parameters: {gasCosts}});
    fund(state, [[alice, 100n]]);
    tree.written.length = 0;
    transfer(context, {to: bob, amount: 30n});
    expect([balanceOf(state, alice), balanceOf(state, bob)]).toEqual([70n, 30n]);
    expect(tree.written).toEqual(["50 bob", "50 alice"]);
    expect(eventsOf(context)).toEqual(["transfer: from alice, to bob, amount 30"]);
    expect(context.gas.used).toBe(10n);
  });

  test("to oneself stores the account and says so", () => {
    const {context, state, tree} = world();
    fund(state, [[alice, 100n]]);
    tree.written.length = 0;
    transfer(context, {to: alice, amount: 100n});
    expect(balanceOf(state, alice)).toBe(100n);
    expect(tree.written).toEqual(["50 alice"]);
    expect(eventsOf(context)).toEqual(["transfer: from alice, to alice, amount 100"]);
  });

  test("is allowed to listed accounts while transfers are disabled", () => {
    const undisableTransfersFrom = new BytesMap([[alice, true]]);
    const {context, state} = world({parameters: {disableTransfers: true, undisableTransfersFrom}});
    fund(state, [[alice, 1n]]);
    transfer(context, {to: carol, amount: 1n});
    expect(balanceOf(state, carol)).toBe(1n);
  });

  test("of nothing brings an account into being", () => {
    const {context, state} = world();
    transfer(context, {to: bob, amount: 0n});
    expect(state.addresses()).toHaveLength(2);
  });

  test("does nothing in checks, and only charges gas in simulations", () => {
    const check = world({mode: "checkTx", parameters: {gasCosts}});
    transfer(check.context, {to: bob, amount: 1n});
    expect([check.context.gas.used, check.tree.written]).toEqual([0n, []]);
    const simulation = world({mode: "simulateTx", parameters: {gasCosts}});
    transfer(simulation.context, {to: bob, amount: 1n});
    expect([simulation.context.gas.used, simulation.tree.written]).toEqual([10n, []]);
  });
});

describe("staking.Burn", () => {
  test.each<readonly [string, WorldOptions, bigint, string]>([
    ["out of gas", {gasLimit: 19n, parameters: {gasCosts}}, 1n, "unknown/1"],
    ["from an account of the protocol", {caller: commonPool}, 1n, "staking/5"],
    ["of too much", {}, 101n, "unknown/1"],
  ])("is refused %s", (_, options, amount, expected) => {
    const {context, state, tree} = world(options);
    fund(state, [[alice, 100n]]);
    tree.written.length = 0;
    expect(resultOf(() => burn(context, {amount}))).toBe(expected);
    expect(tree.written).toEqual([]);
  });

  test("lowers balance and supply, also while transfers are disabled", () => {
    const {context, state, tree} = world({parameters: {gasCosts, disableTransfers: true}});
    fund(state, [[alice, 100n]]);
    state.setTotalSupply(1000n);
    tree.written.length = 0;
    burn(context, {amount: 40n});
    expect([balanceOf(state, alice), state.totalSupply()]).toEqual([60n, 960n]);
    expect(tree.written).toEqual(["50 alice", "51"]);
    expect(eventsOf(context)).toEqual(["burn: owner alice, amount 40"]);
    expect(context.gas.used).toBe(20n);
  });

  test("leaves a supply alone that is too small", () => {
    const {context, state} = world();
    fund(state, [[alice, 100n]]);
    state.setTotalSupply(10n);
    burn(context, {amount: 40n});
    expect([balanceOf(state, alice), state.totalSupply()]).toEqual([60n, 10n]);
  });
});
