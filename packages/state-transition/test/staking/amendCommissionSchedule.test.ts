import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {HaltError} from "../../src/context/index.ts";
import type {CommissionSchedule} from "../../src/staking/index.ts";
import {amendCommissionSchedule} from "../../src/staking/transactions/amendCommissionSchedule.ts";
import {resultOf} from "../resultOf.ts";
import {alice, commonPool, costs, type WorldOptions, world} from "./world.ts";

const commissionScheduleRules = {
  rateChangeInterval: asEpoch(10n),
  rateBoundLead: asEpoch(30n),
  maxRateSteps: 2,
  maxBoundSteps: 2,
};
const parameters = {commissionScheduleRules, gasCosts: costs({amend_commission_schedule: 10n})};

const first = schedule([[30n, 5000n]], [[30n, 0n, 10_000n]]);

function schedule(
  rates: readonly (readonly [bigint, bigint])[],
  bounds: readonly (readonly [bigint, bigint, bigint])[],
): CommissionSchedule {
  return {
    rates: rates.map(([start, rate]) => ({start: asEpoch(start), rate})),
    bounds: bounds.map(([start, rateMin, rateMax]) => ({start: asEpoch(start), rateMin, rateMax})),
  };
}

describe("staking.AmendCommissionSchedule", () => {
  test.each<readonly [string, WorldOptions, CommissionSchedule, string]>([
    ["out of gas", {gasLimit: 9n}, first, "unknown/1"],
    ["by an account of the protocol", {caller: commonPool}, first, "staking/5"],
    [
      "with too many steps",
      {},
      schedule(
        [
          [30n, 1n],
          [40n, 2n],
          [50n, 3n],
        ],
        [],
      ),
      "unknown/1",
    ],
    ["off the interval", {}, schedule([[31n, 5000n]], [[31n, 0n, 10_000n]]), "unknown/1"],
    ["for the running epoch", {}, schedule([[20n, 5000n]], [[20n, 0n, 10_000n]]), "unknown/1"],
    ["out of its bounds", {}, schedule([[30n, 10_001n]], [[30n, 0n, 10_000n]]), "unknown/1"],
  ])("is refused %s", (_, options, amendment, expected) => {
    const {context, tree} = world({parameters, ...options});
    expect(resultOf(() => amendCommissionSchedule(context, {amendment}))).toBe(expected);
    expect(tree.written).toEqual([]);
  });

  test("stores the first schedule without a lead, without an event", () => {
    const {context, state, tree} = world({parameters});
    amendCommissionSchedule(context, {amendment: first});
    expect(state.account(alice).escrow.commissionSchedule).toEqual(first);
    expect(tree.written).toEqual(["50 alice"]);
    expect(context.events).toEqual([]);
  });

  test("needs a lead for new bounds once there are some, and drops steps that are over", () => {
    const {context, state} = world({parameters, epoch: 45n});
    const account = state.account(alice);
    account.escrow.commissionSchedule = schedule(
      [
        [10n, 1n],
        [30n, 2n],
      ],
      [[10n, 0n, 10n]],
    );
    state.setAccount(alice, account);
    const early = schedule([], [[70n, 0n, 9n]]);
    expect(resultOf(() => amendCommissionSchedule(context, {amendment: early}))).toBe("unknown/1");
    const late = schedule([[50n, 3n]], [[80n, 0n, 9n]]);
    amendCommissionSchedule(context, {amendment: late});
    expect(state.account(alice).escrow.commissionSchedule).toEqual(
      schedule(
        [
          [30n, 2n],
          [50n, 3n],
        ],
        [
          [10n, 0n, 10n],
          [80n, 0n, 9n],
        ],
      ),
    );
  });

  test("stops the chain where rates may change every 0 epochs", () => {
    const rules = {...commissionScheduleRules, rateChangeInterval: asEpoch(0n)};
    const {context} = world({parameters: {commissionScheduleRules: rules}});
    expect(() => amendCommissionSchedule(context, {amendment: first})).toThrow(HaltError);
    const tooLong = schedule(
      [
        [0n, 0n],
        [0n, 0n],
        [0n, 0n],
      ],
      [],
    );
    expect(resultOf(() => amendCommissionSchedule(context, {amendment: tooLong}))).toBe("unknown/1");
  });
});
