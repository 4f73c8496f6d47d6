import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {thresholdKinds} from "../../src/stake/index.ts";
import {stakingQueries} from "../../src/staking/index.ts";
import type {StakingState} from "../../src/staking/state.ts";
import {resultOf} from "../resultOf.ts";
import {
  alice,
  bob,
  carol,
  commonPool,
  escrow,
  feeAccumulator,
  fund,
  governanceDeposits,
  world,
} from "./world.ts";

/** Alice and carol delegate to bob, who delegates to himself too; alice debonds from bob and from carol. */
function populated(): StakingState {
  const {state} = world({parameters: {thresholds: new Map([[thresholdKinds.entity, 7n]])}});
  fund(state, [[alice, 1n]]);
  escrow(state, bob, 60n, {shares: 30n});
  state.setDelegation(alice, bob, {shares: 10n});
  state.setDelegation(carol, bob, {shares: 20n});
  state.setDelegation(carol, alice, {shares: 5n});
  for (const [to, end] of [
    [bob, 9n],
    [bob, 8n],
    [carol, 7n],
  ] as const)
    state.addDebondingDelegation(alice, to, {shares: end, debondEnd: asEpoch(end)});
  state.addDebondingDelegation(bob, bob, {shares: 1n, debondEnd: asEpoch(8n)});
  return state;
}

describe("staking queries", () => {
  const state = populated();

  test("thresholds, as far as there are any", () => {
    expect(stakingQueries.threshold(state, thresholdKinds.entity)).toBe(7n);
    expect(resultOf(() => stakingQueries.threshold(state, thresholdKinds.nodeCompute))).toBe("staking/6");
  });

  test("addresses of accounts, null without any", () => {
    const addresses = [alice, bob].sort(compare);
    expect(stakingQueries.addresses(state)).toEqual(addresses);
    expect(stakingQueries.addresses(world().state)).toBeNull();
  });

  test("accounts, those of the protocol by their balances", () => {
    state.setCommonPool(11n);
    state.setLastBlockFees(12n);
    state.setGovernanceDeposits(13n);
    const balances = [alice, carol, commonPool, feeAccumulator, governanceDeposits].map(
      (address) => stakingQueries.account(state, address).general.balance,
    );
    expect(balances).toEqual([1n, 0n, 11n, 12n, 13n]);
  });

  test("allowances, zero where there is none", () => {
    const account = state.account(alice);
    account.general.allowances = new BytesMap([[bob, 4n]]);
    state.setAccount(alice, account);
    expect(stakingQueries.allowance(state, alice, bob)).toBe(4n);
    expect(stakingQueries.allowance(state, bob, alice)).toBe(0n);
  });

  test("delegations of an account, with their pools, and to an account", () => {
    const [forCarol, infos] = [
      stakingQueries.delegationsFor(state, carol),
      stakingQueries.delegationInfosFor(state, carol),
    ];
    expect([forCarol.size, forCarol.get(bob), forCarol.get(alice)]).toEqual([2, {shares: 20n}, {shares: 5n}]);
    expect(infos.get(bob)).toEqual({delegation: {shares: 20n}, pool: {balance: 60n, totalShares: 30n}});
    const toBob = stakingQueries.delegationsTo(state, bob);
    expect([toBob.size, toBob.get(alice), toBob.get(bob)]).toEqual([3, {shares: 10n}, {shares: 30n}]);
  });

  test("debonding delegations of an account by their ends, with their pools, and to an account", () => {
    const forAlice = stakingQueries.debondingDelegationsFor(state, alice);
    expect([forAlice.size, forAlice.get(bob)?.map(({debondEnd}) => debondEnd)]).toEqual([2, [8n, 9n]]);
    const [info] = stakingQueries.debondingDelegationInfosFor(state, alice).get(carol) ?? [];
    expect(info).toEqual({delegation: {shares: 7n, debondEnd: 7n}, pool: {balance: 0n, totalShares: 0n}});
    const toBob = stakingQueries.debondingDelegationsTo(state, bob);
    expect([toBob.size, toBob.get(alice)?.length, toBob.get(bob)?.length]).toEqual([2, 2, 1]);
  });
});
