import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import type {EpochSigning} from "../../src/staking/index.ts";
import {resultOf} from "../resultOf.ts";
import {begin, ofAlice, ofBob, unknown, validators} from "./validators.ts";
import {alice, balanceOf, bob, escrow, eventsOf, keys} from "./world.ts";

function counts({total, byEntity}: EpochSigning): unknown {
  return [total, byEntity?.get(keys.alice), byEntity?.get(keys.bob)];
}

describe("as a block begins", () => {
  const parameters = {feeSplitWeightPropose: 2n, feeSplitWeightVote: 1n, feeSplitWeightNextPropose: 1n};

  test("the fees of the last block go to its voters, the proposer and the common pool, in this order", () => {
    const made = validators({mode: "beginBlock", parameters});
    made.state.setLastBlockFees(101n);
    begin(made, ofAlice, [
      [ofAlice, true],
      [ofBob, true],
      [unknown, true],
      [ofBob, false],
    ]);
    expect(eventsOf(made.context)).toEqual([
      "transfer: from feeAccumulator, to alice, amount 24",
      "transfer: from feeAccumulator, to alice, amount 13",
      "transfer: from feeAccumulator, to bob, amount 13",
      "transfer: from feeAccumulator, to commonPool, amount 51",
    ]);
    expect([balanceOf(made.state, alice), balanceOf(made.state, bob), made.state.commonPool()]).toEqual([
      37n,
      13n,
      51n,
    ]);
    expect(made.state.lastBlockFees()).toBe(101n);
    expect(made.block.proposerEntity).toEqual(keys.alice);
  });

  test("what an unknown proposer would get goes to the common pool", () => {
    const made = validators({mode: "beginBlock", parameters});
    made.state.setLastBlockFees(100n);
    begin(made, unknown, [[ofBob, true]]);
    expect([balanceOf(made.state, bob), made.state.commonPool()]).toEqual([50n, 50n]);
    expect(made.block.proposerEntity).toBeNull();
  });

  test.each([
    ["nobody could have voted", parameters, []],
    ["nothing weighs", {}, [[ofBob, true]]],
  ] satisfies [string, object, [Uint8Array, boolean][]][])("fees are fatal when %s", (_, weights, votes) => {
    const made = validators({mode: "beginBlock", parameters: weights});
    made.state.setLastBlockFees(1n);
    expect(resultOf(() => begin(made, ofAlice, votes))).toBe("unknown/1");
  });

  test("signatures are counted, also when there are none", () => {
    const made = validators({mode: "beginBlock"});
    begin(made, ofAlice, []);
    expect(made.tree.written).toEqual(["58"]);
    expect(made.state.epochSigning()).toEqual({total: 1n, byEntity: new BytesMap()});
    begin(made, ofAlice, [
      [ofAlice, true],
      [ofAlice, true],
      [ofBob, false],
    ]);
    expect(counts(made.state.epochSigning())).toEqual([2n, 2n, undefined]);
  });

  const rewarding = {rewardSchedule: [{until: asEpoch(30n), scale: 1000n}], rewardFactorBlockProposed: 100n};

  test("the proposer is rewarded for the signatures it brought", () => {
    const made = validators({mode: "beginBlock", parameters: rewarding});
    escrow(made.state, alice, 100_000n);
    made.state.setCommonPool(1000n);
    begin(made, ofAlice, [
      [ofAlice, true],
      [ofBob, false],
    ]);
    expect(made.state.account(alice).escrow.active).toEqual({balance: 100_050n, totalShares: 100_000n});
    expect(made.state.commonPool()).toBe(950n);
    expect(eventsOf(made.context)).toEqual([
      "add_escrow: owner commonPool, escrow alice, amount 50, newShares 0",
    ]);
  });

  test("the proposer of the first block is not rewarded, nor any after the schedule", () => {
    for (const epoch of [invalidEpoch, 30n]) {
      const made = validators({mode: "beginBlock", parameters: rewarding, epoch});
      escrow(made.state, alice, 100_000n);
      made.state.setCommonPool(1000n);
      begin(made, ofAlice, [[ofAlice, true]]);
      expect(made.state.commonPool()).toBe(1000n);
    }
  });

  test("a proposer without stake gets nothing, not even an account", () => {
    const made = validators({mode: "beginBlock", parameters: rewarding});
    made.state.setCommonPool(1000n);
    begin(made, ofAlice, [[ofAlice, true]]);
    expect(made.state.addresses()).toEqual([]);
  });

  test("a reward beyond the common pool is fatal", () => {
    const made = validators({mode: "beginBlock", parameters: rewarding});
    escrow(made.state, alice, 100_000n);
    expect(resultOf(() => begin(made, ofAlice, [[ofAlice, true]]))).toBe("unknown/1");
  });
});
