import {asEpoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {BeaconParameters, checkBeaconGenesis, type PvssParameters} from "../../src/beacon/index.ts";
import {key} from "../support.ts";
import {pvssParameters} from "./world.ts";

const insecure = BeaconParameters.make({backend: "insecure", insecureParameters: {interval: 5n}});

function problems(parameters: BeaconParameters, {base = 0n, debugAllowed = false} = {}): string[] {
  return [...checkBeaconGenesis({base: asEpoch(base), parameters}, {debugAllowed})].map((problem) =>
    problem.replace("beacon: sanity check failed: ", ""),
  );
}

function pvss(change: Partial<PvssParameters>): BeaconParameters {
  const {pvssParameters: plain} = pvssParameters;
  return {...pvssParameters, pvssParameters: plain && {...plain, ...change}};
}

describe("the beacon's part of a genesis document", () => {
  test("is good with either backend", () => {
    expect([insecure, pvssParameters].flatMap((parameters) => problems(parameters))).toEqual([]);
  });

  test("names a backend there is, with its parameters", () => {
    expect(problems({...insecure, backend: "other"})).toEqual(["unknown backend: 'other'"]);
    expect(problems({...insecure, insecureParameters: null})).toEqual(["insecure backend not configured"]);
    expect(problems({...pvssParameters, pvssParameters: null})).toEqual(["PVSS backend not configured"]);
  });

  test("has intervals of at least one block, except where epochs move on demand", () => {
    const still = {...insecure, insecureParameters: {interval: 0n}};
    expect(problems(still)).toEqual(["epoch interval must be > 0"]);
    expect(problems({...still, debugMockBackend: true}, {debugAllowed: true})).toEqual([]);
    expect(problems(pvss({commitInterval: 0n, revealInterval: -1n, transitionDelay: 0n}))).toEqual([
      "PVSS commit interval must be > 0",
      "PVSS reveal interval must be > 0",
      "PVSS transition delay must be > 0",
    ]);
  });

  test("has at least two participants and a threshold among them", () => {
    const bad = "PVSS threshold must be > 1 and <= participants";
    expect(problems(pvss({participants: 1}))).toEqual(["PVSS participants must be > 1", bad]);
    expect(problems(pvss({participants: 2 ** 31}))).toEqual(["PVSS participants must be < 2147483647"]);
    expect([1, 2, 3, 4].flatMap((threshold) => problems(pvss({threshold})))).toEqual([bad, bad]);
  });

  test("has debug parameters only where they are allowed", () => {
    const unsafe = [
      {...insecure, debugMockBackend: true},
      {...insecure, debugDeterministic: true},
      pvss({debugForcedParticipants: [key(1)]}),
    ];
    expect(unsafe.map((parameters) => problems(parameters).length)).toEqual([1, 1, 1]);
    expect(unsafe.flatMap((parameters) => problems(parameters, {debugAllowed: true}))).toEqual([]);
  });

  test("starts at a valid epoch", () => {
    expect(problems(insecure, {base: invalidEpoch})).toEqual(["starting epoch is invalid"]);
  });
});
