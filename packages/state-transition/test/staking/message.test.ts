import {BytesMap} from "@oasis-node/primitives/bytes";
import {describe, expect, test} from "vitest";
import {executeStakingMessage, type StakingOperations} from "../../src/staking/index.ts";
import {resultOf} from "../resultOf.ts";
import {alice, balanceOf, bob, carol, costs, escrow, eventsOf, fund, world} from "./world.ts";

const none: StakingOperations = {transfer: null, withdraw: null, addEscrow: null, reclaimEscrow: null};

describe("messages of runtimes", () => {
  test("move what the runtime's account has, without gas", () => {
    const {context, state} = world({
      gasLimit: 0n,
      parameters: {allowEscrowMessages: true, gasCosts: costs({transfer: 10n})},
    });
    fund(state, [
      [carol, 50n],
      [bob, 5n],
    ]);
    const account = state.account(bob);
    account.general.allowances = new BytesMap([[carol, 5n]]);
    state.setAccount(bob, account);
    escrow(state, alice, 10n, {delegator: carol});
    const child = context.forMessage(carol);
    executeStakingMessage(child, {...none, transfer: {to: bob, amount: 20n}});
    executeStakingMessage(child, {...none, withdraw: {from: bob, amount: 5n}});
    executeStakingMessage(child, {...none, addEscrow: {account: alice, amount: 1n}});
    executeStakingMessage(child, {...none, reclaimEscrow: {account: alice, shares: 11n}});
    expect([balanceOf(state, carol), balanceOf(state, bob)]).toEqual([34n, 20n]);
    expect(eventsOf(child).map((event) => event.split(":")[0])).toEqual([
      "transfer",
      "transfer",
      "allowance_change",
      "add_escrow",
      "debonding_start",
    ]);
  });

  test("ask for one thing: of several the first counts, of none nothing", () => {
    const {context, state} = world();
    fund(state, [[carol, 50n]]);
    const child = context.forMessage(carol);
    const both = {...none, transfer: {to: bob, amount: 1n}, withdraw: {from: bob, amount: 1n}};
    executeStakingMessage(child, both);
    expect(balanceOf(state, bob)).toBe(1n);
    expect(resultOf(() => executeStakingMessage(child, none))).toBe("staking/1");
  });
});
