import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {HaltError} from "../../src/context/index.ts";
import {stakingApp} from "../../src/staking/index.ts";
import {resultOf} from "../resultOf.ts";
import {
  alice,
  balanceOf,
  bob,
  carol,
  escrow,
  eventsOf,
  fund,
  keys,
  type World,
  type WorldOptions,
  world,
} from "./world.ts";

const app = stakingApp();

describe("as a block ends", () => {
  const parameters = {feeSplitWeightPropose: 2n, feeSplitWeightVote: 1n, feeSplitWeightNextPropose: 1n};

  test("its proposer gets a part of the fees, and the rest waits", () => {
    const {context, state, block} = world({mode: "endBlock", parameters});
    Object.assign(block, {fees: 101n, proposerEntity: keys.carol});
    app.endBlock?.(context);
    expect([state.lastBlockFees(), balanceOf(state, carol)]).toEqual([50n, 51n]);
    expect(eventsOf(context)).toEqual(["transfer: from feeAccumulator, to carol, amount 51"]);
  });

  test("the part of an unknown proposer goes to the common pool", () => {
    const {context, state, block} = world({mode: "endBlock", parameters});
    block.fees = 101n;
    app.endBlock?.(context);
    expect([state.lastBlockFees(), state.commonPool()]).toEqual([50n, 51n]);
    expect(eventsOf(context)).toEqual(["transfer: from feeAccumulator, to commonPool, amount 51"]);
  });

  test("without fees it is written that none wait", () => {
    const {context, state, tree} = world({mode: "endBlock", parameters});
    state.setLastBlockFees(7n);
    tree.written.length = 0;
    app.endBlock?.(context);
    expect([state.lastBlockFees(), tree.written]).toEqual([0n, ["57"]]);
  });
});

describe("as an epoch begins", () => {
  const ending: WorldOptions = {mode: "endBlock", epoch: 20n, epochChanged: true};

  /** Debonding shares of bob's, all of them, that end in these epochs. */
  function debonding({state}: World, entries: readonly [typeof alice, bigint, bigint][]): void {
    const account = state.account(bob);
    const shares = entries.reduce((sum, [, , share]) => sum + share, 0n);
    account.escrow.debonding = {balance: 2n * shares, totalShares: shares};
    state.setAccount(bob, account);
    for (const [delegator, end, share] of entries)
      state.addDebondingDelegation(delegator, bob, {shares: share, debondEnd: asEpoch(end)});
  }

  test("what has debonded is paid out by its end, the later stays", () => {
    const made = world(ending);
    debonding(made, [
      [bob, 20n, 5n],
      [alice, 20n, 7n],
      [carol, 19n, 3n],
      [alice, 21n, 2n],
    ]);
    made.tree.written.length = 0;
    app.endBlock?.(made.context);
    const paid = eventsOf(made.context);
    expect(paid[0]).toBe("reclaim_escrow: owner carol, escrow bob, amount 6, shares 3");
    expect(paid.slice(1).sort()).toEqual([
      "reclaim_escrow: owner alice, escrow bob, amount 14, shares 7",
      "reclaim_escrow: owner bob, escrow bob, amount 10, shares 5",
    ]);
    expect([alice, bob, carol].map((owner) => balanceOf(made.state, owner))).toEqual([14n, 10n, 6n]);
    expect(made.state.debondingDelegations().map(({end}) => end)).toEqual([21n]);
    expect(made.state.account(bob).escrow.debonding).toEqual({balance: 4n, totalShares: 2n});
    expect(made.tree.written.slice(0, 5)).toEqual([
      "57",
      "-55 13 carol bob",
      "-54 carol bob 13",
      "50 carol",
      "50 bob",
    ]);
  });

  test("nothing is paid out while the epoch goes on", () => {
    const made = world({...ending, epochChanged: false});
    debonding(made, [[alice, 20n, 7n]]);
    app.endBlock?.(made.context);
    expect(made.state.debondingDelegations()).toHaveLength(1);
  });

  const rewarding = {
    rewardSchedule: [
      {until: asEpoch(20n), scale: 1n},
      {until: asEpoch(30n), scale: 1000n},
    ],
    rewardFactorEpochSigned: 100n,
    signingRewardThresholdNumerator: 1n,
    signingRewardThresholdDenominator: 2n,
  };

  function signing({state}: World, total: bigint, byAlice: bigint, byBob: bigint): void {
    state.setEpochSigning({
      total,
      byEntity: new BytesMap([
        [keys.bob, byBob],
        [keys.alice, byAlice],
      ]),
    });
  }

  test("those who signed enough are rewarded, with a commission of their own, and counting begins anew", () => {
    const made = world({...ending, parameters: rewarding});
    escrow(made.state, alice, 100_000n);
    escrow(made.state, bob, 100_000n);
    const account = made.state.account(alice);
    account.escrow.commissionSchedule = {rates: [{start: asEpoch(0n), rate: 20_000n}], bounds: null};
    made.state.setAccount(alice, account);
    made.state.setCommonPool(1000n);
    signing(made, 10n, 5n, 4n);
    app.endBlock?.(made.context);
    expect(eventsOf(made.context)).toEqual([
      "add_escrow: owner commonPool, escrow alice, amount 80, newShares 0",
      "transfer: from commonPool, to alice, amount 20",
      "add_escrow: owner alice, escrow alice, amount 20, newShares 19",
    ]);
    expect(made.state.account(alice).escrow.active).toEqual({balance: 100_100n, totalShares: 100_019n});
    expect(made.state.commonPool()).toBe(900n);
    expect(made.state.epochSigning().total).toBe(0n);
    expect(made.tree.written).toContain("-58");
  });

  test("rewards go out in the order of the entities' keys", () => {
    const made = world({...ending, parameters: rewarding});
    for (const address of [alice, bob]) escrow(made.state, address, 100_000n);
    made.state.setCommonPool(1000n);
    signing(made, 10n, 10n, 10n);
    app.endBlock?.(made.context);
    expect(eventsOf(made.context)).toEqual([
      "add_escrow: owner commonPool, escrow alice, amount 100, newShares 0",
      "add_escrow: owner commonPool, escrow bob, amount 100, newShares 0",
    ]);
  });

  test("nobody is rewarded without a threshold", () => {
    const made = world({...ending, parameters: {...rewarding, signingRewardThresholdDenominator: 0n}});
    escrow(made.state, alice, 100_000n);
    signing(made, 10n, 10n, 10n);
    app.endBlock?.(made.context);
    expect([made.context.events, made.state.epochSigning().total]).toEqual([[], 0n]);
  });

  test("a threshold of nothing stops the chain once blocks were signed", () => {
    const made = world({...ending, parameters: {...rewarding, signingRewardThresholdNumerator: 0n}});
    app.endBlock?.(made.context);
    signing(made, 10n, 5n, 5n);
    expect(() => app.endBlock?.(made.context)).toThrow(HaltError);
  });

  test("counts that leave 64 bits are fatal", () => {
    const made = world({...ending, parameters: {...rewarding, signingRewardThresholdNumerator: 2n ** 63n}});
    signing(made, 2n, 1n, 1n);
    expect(resultOf(() => app.endBlock?.(made.context))).toBe("unknown/1");
  });

  test("an exhausted common pool is fatal", () => {
    const made = world({...ending, parameters: rewarding});
    escrow(made.state, alice, 100_000n);
    fund(made.state, [[alice, 1n]]);
    signing(made, 1n, 1n, 0n);
    expect(resultOf(() => app.endBlock?.(made.context))).toBe("unknown/1");
  });
});
