import {reservedPublicKeys} from "@oasis-node/primitives/address";
import {asGas} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {consensusGasOps, type Fee} from "../../src/consensus/index.ts";
import {LimitedGas} from "../../src/context/index.ts";
import {authenticateAndPayFees, countCheckedTransaction} from "../../src/staking/index.ts";
import {resultOf} from "../resultOf.ts";
import {
  alice,
  balanceOf,
  costs,
  eventsOf,
  fund,
  keys,
  type World,
  type WorldOptions,
  world,
} from "./world.ts";

function fee(amount: bigint, gas: bigint): Fee {
  return {amount, gas: asGas(gas)};
}

/** Alice has 100 base units and nonce 7. */
function signed(options: WorldOptions = {}): World {
  const made = world(options);
  fund(made.state, [[alice, 100n]]);
  const account = made.state.account(alice);
  account.general.nonce = 7n;
  made.state.setAccount(alice, account);
  made.tree.written.length = 0;
  return made;
}

describe("authentication", () => {
  test.each<readonly [string, WorldOptions, bigint, Fee | null, string]>([
    ["a signer that nobody is", {signer: reservedPublicKeys.commonPool}, 0n, null, "unknown/1"],
    ["another nonce", {}, 8n, fee(1000n, 0n), "consensus/transaction/1"],
    ["a fee that cannot be paid, uncoded in blocks", {}, 7n, fee(101n, 1n), "unknown/1"],
    [
      "a fee that cannot be paid, in checks",
      {mode: "checkTx", node: {minGasPrice: 1000n}},
      7n,
      fee(101n, 1n),
      "consensus/transaction/2",
    ],
    [
      "a low price, in checks",
      {mode: "checkTx", node: {minGasPrice: 3n}},
      7n,
      fee(29n, 10n),
      "consensus/transaction/3",
    ],
    [
      "gas for nothing, in checks",
      {mode: "checkTx", node: {minGasPrice: 1n}},
      7n,
      fee(0n, 10n),
      "consensus/transaction/3",
    ],
  ])("refuses %s", (_, options, nonce, one, expected) => {
    const {context, tree, block} = signed(options);
    expect(resultOf(() => authenticateAndPayFees(context, nonce, one))).toBe(expected);
    expect(tree.written).toEqual([]);
    expect(block.fees).toBe(0n);
  });

  test("takes the fee, counts the nonce and limits the gas", () => {
    const {context, state, block} = signed();
    block.fees = 1n;
    authenticateAndPayFees(context, 7n, fee(30n, 50n));
    expect([balanceOf(state, alice), state.account(alice).general.nonce, block.fees]).toEqual([70n, 8n, 31n]);
    expect(eventsOf(context)).toEqual(["transfer: from alice, to feeAccumulator, amount 30"]);
    const table = costs({[consensusGasOps.txByte]: 1n});
    expect(resultOf(() => context.useGas(51n, consensusGasOps.txByte, table))).toBe("unknown/1");
    expect(resultOf(() => context.useGas(50n, consensusGasOps.txByte, table))).toBe("ok");
  });

  test("charges the block's gas as well", () => {
    const {context, block} = signed();
    const gas = new LimitedGas(asGas(60n));
    Object.assign(block, {gas});
    authenticateAndPayFees(context, 7n, fee(0n, 50n));
    context.useGas(20n, "any", costs({any: 1n}));
    expect([gas.used, context.gas.used, context.gas.limit]).toEqual([20n, 20n, 50n]);
  });

  test("without a fee allows no gas and says nothing", () => {
    const {context, state} = signed();
    authenticateAndPayFees(context, 7n, null);
    expect(context.events).toEqual([]);
    expect([context.gas.limit, state.account(alice).general.nonce]).toEqual([0n, 8n]);
  });

  test("wraps the last nonce", () => {
    const {context, state} = signed();
    const last = 2n ** 64n - 1n;
    const account = state.account(alice);
    account.general.nonce = last;
    state.setAccount(alice, account);
    authenticateAndPayFees(context, last, null);
    expect(state.account(alice).general.nonce).toBe(0n);
  });

  test("leaves simulations alone", () => {
    const {context, tree} = signed({mode: "simulateTx"});
    authenticateAndPayFees(context, 99n, fee(1000n, 1n));
    expect(tree.written).toEqual([]);
    expect(context.gas.limit).toBe(2n ** 64n - 1n);
  });

  test("takes the least price, in checks", () => {
    const {context} = signed({mode: "checkTx", node: {minGasPrice: 3n}});
    expect(resultOf(() => authenticateAndPayFees(context, 7n, fee(30n, 10n)))).toBe("ok");
  });

  test("takes the node's own transactions at any price", () => {
    const {context, tree} = signed({mode: "checkTx", node: {minGasPrice: 3n, ownKey: keys.alice}});
    authenticateAndPayFees(context, 7n, fee(0n, 10n));
    expect(tree.written).toEqual([]);
    expect(context.gas.limit).toBe(10n);
  });
});

describe("a transaction that passed its checks", () => {
  test("is counted and paid in the tree of checks", () => {
    const {context, state} = signed({mode: "checkTx"});
    countCheckedTransaction(context, fee(30n, 1n));
    expect([balanceOf(state, alice), state.account(alice).general.nonce]).toEqual([70n, 8n]);
    expect(context.events).toEqual([]);
  });

  test("is refused when the fee went elsewhere meanwhile", () => {
    const {context, tree} = signed({mode: "checkTx"});
    expect(resultOf(() => countCheckedTransaction(context, fee(101n, 1n)))).toBe("consensus/transaction/2");
    expect(tree.written).toEqual([]);
  });

  test("is not counted again in blocks", () => {
    const {context, tree} = signed();
    countCheckedTransaction(context, fee(30n, 1n));
    expect(tree.written).toEqual([]);
  });
});
