import type {Tree} from "@oasis-node/mkvs/tree";
import {asHeight, asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, hashOf} from "@oasis-node/primitives/hash";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {describe, expect, test} from "vitest";
import {beaconAppName, beaconEvents} from "../../src/beacon/index.ts";
import {committeeKinds} from "../../src/committee/index.ts";
import {attribute, type Context, HaltError} from "../../src/context/index.ts";
import {governanceModels, runtimeKinds} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {RoothashState, roothashApp} from "../../src/roothash/index.ts";
import {executorCommit} from "../../src/roothash/transactions/executorCommit.ts";
import {schedulerAppName, schedulerEvents} from "../../src/scheduler/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {contextFor, dump, eventsOf, type Situation} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key, runtimeId} from "../support.ts";
import {commit, contextAs, headerOf, parameters, runtime, setClaim, stateOf, world} from "./world.ts";

const app = roothashApp();

type Emission = readonly [app: string, key: string];
const elected: Emission = [schedulerAppName, schedulerEvents.elected];
const beaconFailed: Emission = [beaconAppName, beaconEvents.disableRuntimes];

function begin(tree: Tree, emitted: readonly Emission[], situation: Partial<Situation> = {}): Context {
  const context = contextFor({tree, mode: "beginBlock", height: 20n, ...situation});
  for (const [name, key] of emitted) context.emit(name, attribute(key, new Uint8Array()));
  const none = new Uint8Array();
  const request = {hash: none, lastCommitHash: none, proposerAddress: none, votes: [], misbehaviours: []};
  app.beginBlock?.(context, request);
  return context;
}

function end(tree: Tree, height: bigint): Context {
  const context = contextFor({tree, mode: "endBlock", height});
  app.endBlock?.(context);
  return context;
}

function submit(tree: Tree, names: readonly ("w0" | "w1" | "w2" | "b0" | "b1")[], height: bigint): void {
  const commits = names.map((name) => commit(tree, name));
  executorCommit(contextAs(key(0x77), {tree, height}), {id: runtimeId, commits});
}

describe("the beginning of a block follows the beacon and the scheduler", () => {
  test("nothing happens without them", () => {
    const tree = world();
    const before = dump(tree);
    begin(tree, []);
    expect(dump(tree)).toEqual(before);
  });

  test("a failed beacon stops transactions until the next epoch, and goes before an election", () => {
    const tree = world();
    begin(tree, [beaconFailed, elected], {isEpochStart: true});
    expect(headerOf(tree).round).toBe(1n);
    expect(dump(tree)["23"]).toBe("f5");
    const handler = app.handlers.get("roothash.ExecutorCommit");
    const refused = contextAs(key(0x77), {tree, mode: "checkTx"});
    expect(resultOf(() => handler?.(refused, {id: runtimeId, commits: null}))).toBe("unknown/1");
    begin(tree, [], {isEpochStart: true});
    expect(dump(tree)["23"]).toBeUndefined();
    expect(resultOf(() => handler?.(refused, {id: runtimeId, commits: null}))).toBe("ok");
  });

  test("an election gives runtimes a new round and pool, and turns off the timer", () => {
    const tree = world();
    submit(tree, ["w0"], 8n);
    const context = begin(tree, [elected]);
    expect(headerOf(tree)).toMatchObject({round: 2n, headerType: 3});
    expect(stateOf(tree)).toMatchObject({currentBlockHeight: 20n, lastNormalRound: 0n, lastNormalHeight: 2n});
    const {executorPool} = stateOf(tree);
    expect(executorPool).toMatchObject({round: 2n, nextTimeout: 0n, discrepancy: false});
    expect(executorPool?.executeCommitments?.size ?? 0).toBe(0);
    expect(new RoothashState(tree).roundTimeouts(asHeight(12n))).toEqual([]);
    expect(eventsOf(context).map(([name]) => name)).toEqual(["elected", "finalized", "runtime-id"]);
  });

  test("the descriptor in the pool is one election behind", () => {
    const tree = world();
    const updated = {...runtime, executor: {...runtime.executor, maxMessages: 7}};
    new RegistryState(tree).setRuntime(updated, false);
    begin(tree, [elected]);
    expect(stateOf(tree).runtime.executor.maxMessages).toBe(7);
    expect(stateOf(tree).executorPool?.runtime?.executor.maxMessages).toBe(4);
    begin(tree, [elected]);
    expect(stateOf(tree).executorPool?.runtime?.executor.maxMessages).toBe(7);
  });

  test("key managers and suspended runtimes are left alone", () => {
    const tree = world();
    const registry = new RegistryState(tree);
    registry.setRuntime({...runtime, id: asNamespace(key(0xc0)), kind: runtimeKinds.keyManager}, false);
    registry.suspendRuntime(runtimeId);
    expect(begin(tree, [], {isEpochStart: true}).events).toEqual([]);
  });
});

describe("suspension", () => {
  test("of a runtime without a committee; its timer is turned off", () => {
    const tree = world();
    submit(tree, ["w0"], 8n);
    new SchedulerState(tree).dropCommittee(committeeKinds.executor, runtimeId);
    begin(tree, [elected]);
    expectSuspended(tree);
    expect(new RoothashState(tree).roundTimeouts(asHeight(12n))).toEqual([]);
  });

  test("of a runtime whose owner has not enough stake, but not when it is governed by consensus", () => {
    const short = (descriptor: typeof runtime): Tree => {
      const tree = world(descriptor);
      setClaim(tree, runtime.entityId, 10n);
      begin(tree, [elected]);
      return tree;
    };
    expectSuspended(short(runtime));
    expect(headerOf(short({...runtime, governanceModel: governanceModels.consensus})).headerType).toBe(3);
  });

  test("is not for debugging; then a pool has neither committee nor runtime", () => {
    const tree = world();
    new RoothashState(tree).setParameters({...parameters, debugDoNotSuspendRuntimes: true});
    new SchedulerState(tree).dropCommittee(committeeKinds.executor, runtimeId);
    begin(tree, [elected]);
    expect(stateOf(tree).executorPool).toMatchObject({runtime: null, committee: null, round: 2n});
    submit(tree, [], 21n);
    expect(headerOf(tree)).toMatchObject({round: 3n, headerType: 2});
  });

  test("ends at the next election after the registry has resumed the runtime", () => {
    const tree = world();
    const scheduler = new SchedulerState(tree);
    const committee = scheduler.committee(committeeKinds.executor, runtimeId);
    scheduler.dropCommittee(committeeKinds.executor, runtimeId);
    begin(tree, [elected]);
    if (committee !== null) scheduler.setCommittee(committee);
    new RegistryState(tree).resumeRuntime(runtimeId);
    begin(tree, [elected]);
    expect(stateOf(tree).suspended).toBe(false);
    expect(headerOf(tree)).toMatchObject({round: 3n, headerType: 3});
  });

  function expectSuspended(tree: Tree): void {
    expect(stateOf(tree)).toMatchObject({suspended: true, executorPool: null});
    expect(headerOf(tree)).toMatchObject({round: 2n, headerType: 4});
    expect(new RegistryState(tree).suspendedRuntime(runtimeId)).not.toBeNull();
  }
});

test("evidence expires by its round, in runtimes that follow too until one is too young", () => {
  const tree = world({...runtime, genesis: {...runtime.genesis, round: asRound(39n)}});
  const roothash = new RoothashState(tree);
  const others = [1, 2, 3, 4, 5, 6].map((number) =>
    asNamespace(Uint8Array.of(0x80, ...new Uint8Array(30), number)),
  );
  const order = (id: Uint8Array): string => Buffer.from(hashOf(id)).toString("hex");
  const following = others
    .filter((id) => order(id) > order(runtimeId))
    .sort((a, b) => (order(a) < order(b) ? -1 : 1));
  const [next, last] = following;
  if (next === undefined || last === undefined) throw new TypeError("two runtimes after this one");
  const entries = [
    [runtimeId, 14n],
    [runtimeId, 15n],
    [next, 3n],
    [next, 16n],
    [last, 1n],
  ] as const;
  for (const [id, round] of entries) roothash.addEvidence(id, asRound(round), emptyHash);
  // Round 40, so that all up to round 15 has expired.
  begin(tree, [elected]);
  const left = entries.filter(([id, round]) => roothash.hasEvidence(id, asRound(round), emptyHash));
  expect(left.map(([, round]) => round)).toEqual([16n, 1n]);
});

describe("the end of a block lets timers fire", () => {
  test("as many blocks after they were set as the round may take", () => {
    const tree = world();
    submit(tree, ["w0", "w1"], 8n);
    const before = dump(tree);
    end(tree, 12n);
    expect(dump(tree)).toEqual(before);
    // One straggler is allowed.
    const context = end(tree, 13n);
    expect(headerOf(tree)).toMatchObject({round: 2n, headerType: 1});
    expect(eventsOf(context).map(([name]) => name)).toEqual(["finalized", "runtime-id"]);
    expect(stateOf(tree).executorPool?.nextTimeout).toBe(0n);
  });

  test("with too few commitments backup workers get their turn, and half as much time again", () => {
    const tree = world({...runtime, executor: {...runtime.executor, allowedStragglers: 0}});
    submit(tree, ["w1"], 8n);
    const context = end(tree, 13n);
    expect(eventsOf(context).map(([name]) => name)).toEqual(["execution-discrepancy", "runtime-id"]);
    expect(stateOf(tree).executorPool).toMatchObject({discrepancy: true, nextTimeout: 19n});
    end(tree, 20n);
    expect(headerOf(tree)).toMatchObject({headerType: 2});
  });

  test("without the proposer's commitment the round is lost", () => {
    const tree = world();
    submit(tree, ["w0"], 8n);
    end(tree, 13n);
    expect(headerOf(tree)).toMatchObject({round: 2n, headerType: 2});
    expect(Object.keys(dump(tree)).filter((name) => name.startsWith("22"))).toEqual([]);
  });

  test("a timer without a pool, or that has not run out, stops the chain", () => {
    const tree = world();
    const roothash = new RoothashState(tree);
    roothash.scheduleRoundTimeout(runtimeId, asHeight(9n));
    expect(() => end(tree, 10n)).toThrow(HaltError);
    roothash.setRuntime({...stateOf(tree), executorPool: null});
    expect(() => end(tree, 10n)).toThrow(HaltError);
  });
});
