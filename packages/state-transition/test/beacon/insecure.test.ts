import type {Tree} from "@oasis-node/mkvs/tree";
import {toHex} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {deriveBeacon, deriveDebugBeacon} from "../../src/beacon/derivation.ts";
import {BeaconParameters, beaconDebugMethods, exportBeacon, initBeacon} from "../../src/beacon/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import {executeSetEpoch} from "../../src/beacon/transactions/setEpoch.ts";
import {contextFor, dump, emptyState, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {hex} from "../support.ts";
import {begin} from "./world.ts";

const insecure = BeaconParameters.make({backend: "insecure", insecureParameters: {interval: 5n}});
const mock = {...insecure, debugMockBackend: true};

/** A chain from height 1 and base epoch 0. */
function genesis(parameters: BeaconParameters): Tree {
  const tree = emptyState();
  initBeacon(contextFor({tree, mode: "initChain", height: 1n}), {base: asEpoch(0n), parameters});
  return tree;
}

function setEpoch(tree: Tree, epoch: bigint, height: bigint): void {
  executeSetEpoch(contextFor({tree, height}), asEpoch(epoch));
}

describe("derivation of beacons", () => {
  test("is that of the reference, with entropy and without", () => {
    const entropy = Uint8Array.from({length: 32}, (_, i) => i);
    expect(toHex(deriveBeacon(asEpoch(42n), entropy))).toBe(
      "ff9eac46365deb2aae48e18f0a126e0e994570753ab901ef587d9ceb5e355c83",
    );
    expect(toHex(deriveDebugBeacon(asEpoch(1n)))).toBe(
      "e5095dfe3e10529361e59f99f0cda251d007f6470fbbb1efd94f338071e7e2cd",
    );
  });
});

describe("the insecure backend", () => {
  test("begins at the base epoch, which it announces, and schedules the next by epoch times interval", () => {
    const tree = emptyState();
    const context = contextFor({tree, mode: "initChain", height: 1n});
    initBeacon(context, {base: asEpoch(7n), parameters: insecure});
    expect(eventsOf(context)).toEqual([["epoch", "07"]]);
    const state = new BeaconState(tree);
    expect(state.epochTime()).toEqual({epoch: 7n, height: 1n});
    expect(state.futureEpoch()).toEqual({epoch: 8n, height: 40n});
    expect(exportBeacon(state)).toEqual({base: 7n, parameters: insecure});
  });

  test("does nothing until the block of the epoch has come, then moves on and announces epoch and beacon", () => {
    const tree = genesis(insecure);
    const before = dump(tree);
    expect(begin(tree, 4n).events).toEqual([]);
    expect(dump(tree)).toEqual(before);
    const beacon = toHex(deriveBeacon(asEpoch(1n), new Uint8Array(32).fill(2)));
    expect(eventsOf(begin(tree, 5n))).toEqual([
      ["epoch", "01"],
      ["beacon", beacon],
    ]);
    const state = new BeaconState(tree);
    expect(state.epochTime()).toEqual({epoch: 1n, height: 5n});
    expect(state.futureEpoch()).toEqual({epoch: 2n, height: 10n});
    expect(toHex(state.beacon() ?? hex(""))).toBe(beacon);
  });

  test("takes the hash of the block itself in the first two blocks", () => {
    for (const height of [1n, 2n]) {
      const tree = emptyState();
      const state = new BeaconState(tree);
      state.setParameters(insecure);
      state.setFutureEpoch(asEpoch(1n), contextFor({tree, height}).currentHeight);
      begin(tree, height);
      expect(state.beacon()).toEqual(deriveBeacon(asEpoch(1n), new Uint8Array(32).fill(1)));
    }
  });

  test("halts without entropy, after a missed epoch, and with parameters of an unknown backend", () => {
    expect(() => begin(genesis(insecure), 5n, {lastCommitHash: new Uint8Array()})).toThrow(/entropy/);
    expect(() => begin(genesis(insecure), 6n)).toThrow(/height mismatch/);
    expect(() => genesis({...insecure, backend: "other"})).toThrow(/unsupported backend: 'other'/);
  });

  test("makes the beacon that everybody knows when it is deterministic", () => {
    const tree = genesis({...insecure, debugDeterministic: true});
    begin(tree, 5n, {lastCommitHash: new Uint8Array()});
    expect(new BeaconState(tree).beacon()).toEqual(deriveDebugBeacon(asEpoch(1n)));
  });
});

describe("SetEpoch with the insecure backend", () => {
  test("is refused unless the backend is a mock", () => {
    const tree = genesis(insecure);
    expect(resultOf(() => setEpoch(tree, 3n, 2n))).toBe("unknown/1");
  });

  test("starts an epoch in the next block, without scheduling another", () => {
    const tree = genesis(mock);
    expect(Object.keys(dump(tree))).toEqual(["43"]);
    setEpoch(tree, 3n, 2n);
    const state = new BeaconState(tree);
    expect(state.futureEpoch()).toEqual({epoch: 3n, height: 3n});
    expect(resultOf(() => setEpoch(tree, 4n, 2n))).toBe("unknown/1");
    begin(tree, 3n);
    expect([state.epoch(), state.futureEpoch()]).toEqual([3n, null]);
  });

  test("does not go back or stay", () => {
    const tree = genesis(mock);
    expect(resultOf(() => setEpoch(tree, 0n, 2n))).toBe("unknown/1");
    expect(resultOf(() => setEpoch(tree, 1n, 2n))).toBe("ok");
  });

  test("is named after the application", () => {
    expect(Object.keys(beaconDebugMethods)).toEqual(["000_beacon.SetEpoch"]);
  });
});
