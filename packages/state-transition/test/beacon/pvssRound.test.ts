import type {Tree} from "@oasis-node/mkvs/tree";
import {asEpoch, asHeight} from "@oasis-node/primitives/epoch";
import {makeCommit, makeReveal, mayReveal, processCommit, recover} from "@oasis-node/primitives/pvss";
import {describe, expect, test} from "vitest";
import {deriveBeacon} from "../../src/beacon/derivation.ts";
import {pvssRoundStates} from "../../src/beacon/index.ts";
import {candidateOrder} from "../../src/beacon/pvss/candidates.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import {executeSetEpoch} from "../../src/beacon/transactions/setEpoch.ts";
import {NodeStatus} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {contextFor, dump, eventsOf} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key} from "../support.ts";
import {
  at,
  begin,
  commitBody,
  dealerOf,
  deliver,
  freezeEnd,
  type Member,
  members,
  pvssParameters,
  revealBody,
  roundOf,
  stakeOf,
  world,
} from "./world.ts";

const [first, second, third, fourth] = members as [Member, Member, Member, Member];

function commit(tree: Tree, height: bigint, ...who: Member[]): void {
  for (const member of who) {
    const made = makeCommit(roundOf(tree).instance, dealerOf(tree, member)).commit;
    deliver(tree, height, member, "beacon.PVSSCommit", commitBody(tree, made));
  }
}

function reveal(tree: Tree, height: bigint, ...who: Member[]): void {
  for (const member of who) {
    deliver(tree, height, member, "beacon.PVSSReveal", revealBody(tree, revealOf(tree, member)));
  }
}

/** What a node reveals: it decrypts its share of every stored commit first. */
function revealOf(tree: Tree, member: Member): ReturnType<typeof makeReveal>["reveal"] {
  const {instance} = roundOf(tree);
  const dealer = dealerOf(tree, member);
  let own = {
    ...instance,
    commits: new Map(),
    reveals: new Map(),
    decryptedShares: new Map(),
  } as typeof instance;
  for (const state of instance.commits?.values() ?? []) {
    if (state?.commit) own = processCommit(own, state.commit, dealer);
  }
  return makeReveal(own, dealer).reveal;
}

function eventNames(context: Parameters<typeof eventsOf>[0]): string[] {
  return eventsOf(context).map(([name]) => name ?? "");
}

/** State, height, attempt and excluded nodes of the round. */
function summary(tree: Tree): unknown {
  const {state, height, round, badParticipants} = roundOf(tree);
  return {state, height, round, bad: [...(badParticipants?.keys() ?? [])]};
}

describe("a round in which everybody takes part", () => {
  test("goes from commits to reveals to the epoch, and the next round waits for one block", () => {
    const tree = world();
    expect(eventNames(begin(tree, 2n))).toEqual(["pvss_round"]);
    const {participants, commitDeadline, revealDeadline, transitionHeight, epoch} = roundOf(tree);
    expect(participants).toEqual([first.id, second.id, third.id]);
    expect([epoch, commitDeadline, revealDeadline, transitionHeight]).toEqual([2n, 5n, 8n, 10n]);
    commit(tree, 3n, first, second, third);
    expect(eventNames(begin(tree, 4n))).toEqual([]);
    expect(eventNames(begin(tree, 5n))).toEqual(["pvss_round"]);
    expect(summary(tree)).toEqual({state: pvssRoundStates.reveal, height: 5n, round: 0n, bad: []});
    reveal(tree, 6n, first, second, third);
    expect(eventNames(begin(tree, 8n))).toEqual(["pvss_round"]);
    const {entropy} = recover(roundOf(tree).instance);
    expect(roundOf(tree)).toMatchObject({state: pvssRoundStates.complete, height: 8n, entropy});
    const state = new BeaconState(tree);
    expect(state.futureEpoch()).toEqual({epoch: 2n, height: 10n});
    expect(eventNames(begin(tree, 9n))).toEqual([]);
    expect(eventNames(begin(tree, 10n))).toEqual(["epoch", "beacon"]);
    expect(state.beacon()).toEqual(deriveBeacon(asEpoch(2n), entropy));
    expect([state.epochTime(), state.futureEpoch(), state.pvssState()]).toEqual([
      {epoch: 2n, height: 10n},
      null,
      null,
    ]);
    expect(eventNames(begin(tree, 11n))).toEqual(["pvss_round"]);
    expect(roundOf(tree)).toMatchObject({epoch: 3n, round: 0n, runtimeDisableHeight: 19n});
    expect(members.map((member) => stakeOf(tree, member))).toEqual([100n, 100n, 100n, 100n]);
  });

  test("admits to committees the nodes that have registered since, from the epoch after", () => {
    const tree = world();
    const registry = new RegistryState(tree);
    registry.setNodeStatus(fourth.id, NodeStatus.make({electionEligibleAfter: asEpoch(0n)}));
    begin(tree, 2n);
    commit(tree, 3n, first, second);
    begin(tree, 5n);
    const eligible = members.map(({id}) => registry.nodeStatus(id)?.electionEligibleAfter);
    expect(eligible).toEqual([1n, 1n, 1n, 0n]);
  });
});

describe("a round in which some do not take part", () => {
  test("with too few commits starts again without the others, and disables runtimes when the epoch should have begun", () => {
    const two = {...pvssParameters, pvssParameters: {...pvss(), participants: 2}};
    const tree = world(two);
    begin(tree, 2n);
    commit(tree, 3n, first);
    expect(eventNames(begin(tree, 5n))).toEqual(["pvss_round"]);
    expect(summary(tree)).toEqual({state: pvssRoundStates.commit, height: 5n, round: 1n, bad: [second.id]});
    expect(roundOf(tree).participants).toEqual([first.id, third.id]);
    expect(roundOf(tree)).toMatchObject({transitionHeight: 13n, runtimeDisableHeight: 10n});
    expect([stakeOf(tree, second), freezeEnd(tree, second)]).toEqual([100n, 0n]);
    commit(tree, 6n, first, third);
    begin(tree, 8n);
    expect(eventNames(begin(tree, 10n))).toEqual(["disable_runtimes"]);
    expect(() => begin(tree, 11n)).toThrow(/insufficient beacon participants/);
  });

  test("that can be completed all the same punishes who has not revealed", () => {
    const tree = world();
    begin(tree, 2n);
    commit(tree, 3n, first, second, third);
    begin(tree, 5n);
    reveal(tree, 6n, first, third);
    expect(eventNames(begin(tree, 8n))).toEqual(["take_escrow", "pvss_round"]);
    expect(summary(tree)).toMatchObject({state: pvssRoundStates.complete, bad: [second.id]});
    expect([stakeOf(tree, second), freezeEnd(tree, second)]).toEqual([60n, 6n]);
    expect([stakeOf(tree, first), freezeEnd(tree, first)]).toEqual([100n, 0n]);
  });

  test("halts the chain when too few validators can take part", () => {
    const tree = world();
    const validators = new SchedulerState(tree);
    const powers = validators.currentValidators();
    powers?.delete(first.consensus);
    powers?.delete(second.consensus);
    validators.setCurrentValidators(powers);
    expect(() => begin(tree, 2n)).toThrow(/insufficient beacon participants/);
  });
});

function pvss(): NonNullable<typeof pvssParameters.pvssParameters> {
  const {pvssParameters: parameters} = pvssParameters;
  if (parameters === null) throw new TypeError("no PVSS parameters");
  return parameters;
}

describe("states that cannot be", () => {
  test("an epoch scheduled while the round is running halts the chain", () => {
    const tree = world();
    begin(tree, 2n);
    new BeaconState(tree).setFutureEpoch(asEpoch(2n), asHeight(3n));
    expect(() => begin(tree, 3n)).toThrow(/round is not complete/);
  });

  test("a deadline met in the wrong state halts the chain", () => {
    const tree = world();
    begin(tree, 2n);
    const state = new BeaconState(tree);
    state.setPvssState({...roundOf(tree), state: pvssRoundStates.reveal});
    expect(() => begin(tree, 5n)).toThrow(/not in the state of its deadline/);
  });
});

describe("the mock backend", () => {
  const mock = {...pvssParameters, debugMockBackend: true};

  test("ends commits and reveals early, and goes to the epoch it is told when the round is complete", () => {
    const tree = world(mock);
    begin(tree, 2n);
    commit(tree, 3n, first, second, third);
    expect(mayReveal(roundOf(tree).instance)).toEqual({ready: true, count: 3});
    expect(eventNames(begin(tree, 4n))).toEqual(["pvss_round"]);
    expect(roundOf(tree)).toMatchObject({commitDeadline: 4n, revealDeadline: 7n, transitionHeight: 9n});
    executeSetEpoch(at(tree, {height: 4n, mode: "deliverTx"}), asEpoch(9n));
    reveal(tree, 4n, first, second, third);
    begin(tree, 5n);
    const state = new BeaconState(tree);
    expect(roundOf(tree)).toMatchObject({state: pvssRoundStates.complete, transitionHeight: 7n});
    expect([state.futureEpoch(), state.pendingMockEpoch()]).toEqual([null, 9n]);
    begin(tree, 6n);
    expect([state.futureEpoch(), state.pendingMockEpoch()]).toEqual([{epoch: 9n, height: 7n}, null]);
    expect(eventNames(begin(tree, 7n))).toEqual(["epoch", "beacon"]);
    expect(state.epoch()).toBe(9n);
  });

  test("takes the same epoch twice, but no other while one is pending, and none of the past", () => {
    const tree = world(mock);
    const set = (epoch: bigint): string =>
      resultOf(() => executeSetEpoch(contextFor({tree}), asEpoch(epoch)));
    expect([1n, 9n, 9n, 10n, 1n].map(set)).toEqual(["unknown/1", "ok", "ok", "unknown/1", "unknown/1"]);
  });
});

describe("who is asked first", () => {
  test("is decided by power, then by the last beacon", () => {
    const keys = Array.from({length: 10}, (_, i) => key(i));
    const equal = keys.map((one) => [one, 1n] as const);
    const beacon = Uint8Array.from({length: 32}, (_, i) => i);
    expect(candidateOrder(equal.toReversed(), null)).toEqual(keys);
    expect(candidateOrder(equal.toReversed(), beacon).map(([number]) => number)).toEqual([
      3, 2, 7, 6, 5, 4, 0, 8, 9, 1,
    ]);
    const stronger = equal.map(([one], i) => [one, i === 8 ? 5n : 1n] as const);
    expect(candidateOrder(stronger, beacon)[0]).toEqual(key(8));
  });

  test("debug parameters put nodes in front of all, once each; unknown ones are skipped", () => {
    const debugForcedParticipants = [fourth.id, key(0x77), fourth.id];
    const tree = world({...pvssParameters, pvssParameters: {...pvss(), debugForcedParticipants}});
    begin(tree, 2n);
    expect(roundOf(tree).participants).toEqual([fourth.id, first.id, second.id]);
    expect(Object.keys(dump(tree))).toContain("44");
  });
});
