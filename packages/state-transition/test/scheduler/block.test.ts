import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {QuantityError} from "@oasis-node/primitives/quantity";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {describe, expect, test} from "vitest";
import {BeaconParameters} from "../../src/beacon/index.ts";
import {BeaconState} from "../../src/beacon/state.ts";
import type {Context} from "../../src/context/index.ts";
import {type Node, nodeRoles, teeHardware} from "../../src/node/index.ts";
import {NodeStatus, type Runtime, runtimeKinds} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {committeeKinds, schedulerApp} from "../../src/scheduler/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {emitStaking} from "../../src/staking/index.ts";
import {StakingState} from "../../src/staking/state.ts";
import {contextFor, dump, eventsOf, register, type Situation} from "../appContext.ts";
import {key} from "../support.ts";
import {type Member, members, parameters, runtime, stakeOf, world} from "./world.ts";

const [first, second, third, fourth] = members as [Member, Member, Member, Member];
const {executor, storage} = committeeKinds;

function begin(tree: Tree, situation: Partial<Situation> = {}): Context {
  const context = contextFor({tree, mode: "beginBlock", epoch: 5n, isEpochStart: true, ...situation});
  run(context);
  return context;
}

function run(context: Context): void {
  schedulerApp().beginBlock?.(context, {
    hash: new Uint8Array(32),
    lastCommitHash: new Uint8Array(32),
    proposerAddress: new Uint8Array(20),
    votes: [],
    misbehaviours: [],
  });
}

function pending(tree: Tree): (readonly [PublicKey, bigint])[] {
  return [...(new SchedulerState(tree).pendingValidators() ?? [])];
}

function committee(tree: Tree, kind: number): readonly PublicKey[] | null {
  const found = new SchedulerState(tree).committee(kind, runtime.id);
  return found && (found.members ?? []).map((member) => member?.publicKey ?? key(0));
}

/** Changes what is known of a member's node. */
function update(tree: Tree, {id, entity}: Member, change: Partial<Node>): void {
  const node = new RegistryState(tree).node(id);
  if (node === null) throw new TypeError("no node");
  register(tree, entity, [{...node, ...change}]);
}

function setStatus(tree: Tree, {id}: Member, status: Partial<NodeStatus>): void {
  new RegistryState(tree).setNodeStatus(id, NodeStatus.make(status));
}

function setRuntime(tree: Tree, change: Partial<Runtime>): void {
  new RegistryState(tree).setRuntime({...runtime, ...change}, false);
}

describe("when elections are held", () => {
  test("not within an epoch, nor in the base epoch", () => {
    for (const situation of [{isEpochStart: false}, {epoch: 0n}]) {
      const tree = world();
      const before = dump(tree);
      expect(begin(tree, situation).events).toEqual([]);
      expect(dump(tree)).toEqual(before);
    }
  });

  test("at the beginning of an epoch, with rewards for all who could have been elected", () => {
    const tree = world();
    const context = begin(tree);
    expect(eventsOf(context).map(([name]) => name)).toEqual(["elected", ...Array(4).fill("add_escrow")]);
    expect(eventsOf(context)[0]).toEqual(["elected", "420102"]);
    expect(pending(tree)).toHaveLength(3);
    expect(members.map((member) => stakeOf(tree, member))).toEqual([6464n, 4848n, 3232n, 1616n]);
  });

  test("after somebody has been slashed in the block, without rewards", () => {
    const tree = world();
    const context = contextFor({tree, mode: "beginBlock", epoch: 5n});
    emitStaking.takeEscrow(context, {owner: stakingAddress(first.entity), amount: 1n});
    run(context);
    expect(eventsOf(context).map(([name]) => name)).toEqual(["take_escrow", "elected"]);
    expect(pending(tree)).toHaveLength(3);
    expect(stakeOf(tree, first)).toBe(first.stake);
  });

  test("never without a beacon: the chain halts", () => {
    const tree = world();
    tree.remove(Uint8Array.of(0x42));
    expect(() => begin(tree)).toThrow(/beacon not available/);
  });
});

describe("who can be elected", () => {
  test("validators are the entities with the most stake, with a 16th of it as power", () => {
    const tree = world();
    begin(tree);
    expect(pending(tree)).toEqual([
      [first.consensus, 400n],
      [second.consensus, 300n],
      [third.consensus, 200n],
    ]);
  });

  test("an entity without stake for what it claims is left out, unless stake does not count", () => {
    const tree = world();
    const account = new StakingState(tree).account(stakingAddress(first.entity));
    const claim = [{global: null, constant: 7000n}];
    account.escrow.stakeAccumulator = {claims: new Map([["claim", claim]])};
    new StakingState(tree).setAccount(stakingAddress(first.entity), account);
    begin(tree);
    expect(pending(tree).map(([consensus]) => consensus)).not.toContainEqual(first.consensus);
    new SchedulerState(tree).setParameters({...parameters, debugBypassStake: true, maxValidators: 4n});
    begin(tree);
    expect(new BytesMap(pending(tree)).get(first.consensus)).toBe(1n);
  });

  test("frozen and expired nodes are not", () => {
    const tree = world();
    setStatus(tree, first, {freezeEndTime: asEpoch(1n)});
    update(tree, second, {expiration: asEpoch(4n)});
    update(tree, third, {expiration: asEpoch(5n)});
    begin(tree);
    expect(pending(tree).map(([consensus]) => consensus)).toEqual([third.consensus, fourth.consensus]);
    expect(stakeOf(tree, first)).toBe(first.stake);
  });

  test("with the PVSS beacon a new node can be validator, but serves in no committee", () => {
    const tree = world();
    new BeaconState(tree).setParameters(BeaconParameters.make({backend: "pvss"}));
    for (const member of members) setStatus(tree, member, {electionEligibleAfter: asEpoch(4n)});
    begin(tree);
    expect(committee(tree, executor)).toHaveLength(3);
    setStatus(tree, first, {electionEligibleAfter: invalidEpoch});
    for (const member of [second, third]) setStatus(tree, member, {electionEligibleAfter: asEpoch(5n)});
    begin(tree);
    expect(pending(tree)).toHaveLength(3);
    expect(committee(tree, executor)).toBeNull();
    expect(committee(tree, storage)).toHaveLength(1);
  });

  test("no validators, or too few, halt the chain", () => {
    const few = world();
    new SchedulerState(few).setParameters({...parameters, minValidators: 4n});
    expect(() => begin(few)).toThrow(/insufficient validators/);
    const none = world();
    for (const member of members) update(none, member, {roles: nodeRoles.computeWorker});
    expect(() => begin(none)).toThrow(/failed to elect any validators/);
  });
});

describe("committees", () => {
  test("are elected for active runtimes; those of suspended ones stay", () => {
    const tree = world();
    begin(tree);
    const before = committee(tree, executor);
    expect(new SchedulerState(tree).committee(executor, runtime.id)?.validFor).toBe(5n);
    new RegistryState(tree).suspendRuntime(runtime.id);
    begin(tree, {epoch: 6n});
    expect(committee(tree, executor)).toEqual(before);
    expect(new SchedulerState(tree).committee(executor, runtime.id)?.validFor).toBe(5n);
    expect(new SchedulerState(tree).committees()).toHaveLength(2);
  });

  test("are dissolved when they cannot be filled", () => {
    const tree = world();
    begin(tree);
    setRuntime(tree, {executor: {...runtime.executor, groupSize: 5}});
    begin(tree);
    expect(committee(tree, executor)).toBeNull();
    expect(committee(tree, storage)).toHaveLength(1);
  });

  test("of key managers are tried for execution only", () => {
    const tree = world();
    begin(tree);
    const group = {...runtime.executor, groupSize: 0, groupBackupSize: 0};
    setRuntime(tree, {kind: runtimeKinds.keyManager, executor: group});
    begin(tree);
    expect(committee(tree, executor)).toBeNull();
    expect(committee(tree, storage)).toHaveLength(1);
  });

  test("have no node whose attestation is not good", () => {
    const tree = world();
    setRuntime(tree, {teeHardware: teeHardware.intelSgx});
    begin(tree);
    expect(committee(tree, executor)).toBeNull();
    const tee = {hardware: teeHardware.intelSgx, rak: key(1), attestation: Uint8Array.of(0xa0)};
    for (const member of members) {
      const node = new RegistryState(tree).node(member.id);
      const runtimes = (node?.runtimes ?? []).map((one) => one && {...one, capabilities: {tee}});
      update(tree, member, {runtimes});
    }
    begin(tree);
    expect(committee(tree, executor)).toBeNull();
  });
});

describe("at the end of the block", () => {
  test("nothing happens without an election", () => {
    const tree = world();
    const before = dump(tree);
    expect(schedulerApp().endBlock?.(contextFor({tree, mode: "endBlock"}))).toBeUndefined();
    expect(dump(tree)).toEqual(before);
  });

  test("the elected validators become current, and the engine learns what has changed", () => {
    const tree = world();
    const state = new SchedulerState(tree);
    const current: [PublicKey, bigint][] = [
      [second.consensus, 300n],
      [third.consensus, 1n],
      [fourth.consensus, 100n],
    ];
    state.setCurrentValidators(new BytesMap(current));
    begin(tree);
    const elected = pending(tree);
    expect(schedulerApp().endBlock?.(contextFor({tree, mode: "endBlock"}))).toEqual([
      {publicKey: first.consensus, power: 400n},
      {publicKey: third.consensus, power: 200n},
      {publicKey: fourth.consensus, power: 0n},
    ]);
    expect(state.pendingValidators()).toBeNull();
    expect([...(state.currentValidators() ?? [])]).toEqual(elected);
  });
});

test("rewards that the common pool cannot pay halt the chain", () => {
  const tree = world();
  new StakingState(tree).setCommonPool(10n);
  expect(() => begin(tree)).toThrow(QuantityError);
});
