import {asPublicKey} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import type {Validator} from "../../src/context/index.ts";
import {
  checkSchedulerGenesis,
  exportScheduler,
  initScheduler,
  type SchedulerParameters,
} from "../../src/scheduler/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {contextFor} from "../appContext.ts";
import {key} from "../support.ts";
import {members, parameters, world} from "./world.ts";

const maxSupply = 16n * ((2n ** 63n - 1n) / 8n) + 15n;
const validators = members.map(({consensus, stake}) => ({publicKey: consensus, power: stake / 16n}));

function init(
  change: Partial<SchedulerParameters> = {},
  list: readonly Validator[] = validators,
  totalSupply = maxSupply,
): SchedulerState {
  const tree = world();
  const context = contextFor({tree, mode: "initChain"});
  initScheduler(context, {parameters: {...parameters, ...change}}, {validators: list, totalSupply});
  return new SchedulerState(tree);
}

describe("the scheduler at genesis", () => {
  test("stores its parameters and the validators of the engine, and exports the parameters", () => {
    const state = init();
    const stored = [...(state.currentValidators() ?? [])];
    expect(stored).toEqual(members.map(({consensus, stake}) => [consensus, stake / 16n]));
    expect(exportScheduler(state)).toEqual({parameters});
  });

  test("takes flat powers when stake does not count, whatever the supply", () => {
    const flat = validators.map(({publicKey}) => ({publicKey, power: 1n}));
    const state = init({debugBypassStake: true}, flat, 2n ** 80n);
    expect(state.currentValidators()?.size).toBe(4);
  });

  test("refuses parameters that elect nobody", () => {
    for (const name of ["minValidators", "maxValidators", "maxValidatorsPerEntity"] as const) {
      expect(() => init({[name]: 0n})).toThrow(`${name} not configured`);
    }
  });

  test("refuses validators that the registry does not know, or with another power than their stake gives", () => {
    expect(() => init({}, [{publicKey: key(0x77), power: 1n}])).toThrow(/not in registry/);
    expect(() => init({}, [{publicKey: new Uint8Array(3), power: 1n}])).toThrow(/not in registry/);
    const publicKey = asPublicKey(members[0]?.consensus ?? new Uint8Array());
    expect(() => init({}, [{publicKey, power: 1n}])).toThrow(/wrong power/);
  });

  test("refuses a supply beyond the powers that the engine bears", () => {
    expect(() => init({}, validators, maxSupply + 1n)).toThrow(/exceeds Tendermint voting power limit/);
  });
});

describe("the check of the scheduler's part of a document", () => {
  const problems = (
    change: Partial<SchedulerParameters>,
    totalSupply: bigint,
    debugAllowed = false,
  ): number =>
    [...checkSchedulerGenesis({parameters: {...parameters, ...change}}, {debugAllowed, totalSupply})].length;

  test("is about the supply, or the flag that makes it not matter", () => {
    expect([maxSupply, maxSupply + 1n, 2n ** 80n].map((supply) => problems({}, supply))).toEqual([0, 1, 1]);
    expect(problems({debugBypassStake: true}, 2n ** 80n)).toBe(1);
    expect(problems({debugBypassStake: true}, 2n ** 80n, true)).toBe(0);
  });
});
