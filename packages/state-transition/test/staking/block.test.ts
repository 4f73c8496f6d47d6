import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch, asHeight, invalidEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {type BeginBlock, HaltError, type Misbehaviour} from "../../src/context/index.ts";
import {consensusAddress} from "../../src/node/index.ts";
import {NodeStatus} from "../../src/registry/index.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {slashReasons} from "../../src/stake/index.ts";
import {type EpochSigning, stakingApp} from "../../src/staking/index.ts";
import {register} from "../appContext.ts";
import {key} from "../support.ts";
import {
  alice,
  balanceOf,
  bob,
  carol,
  escrow,
  eventsOf,
  fund,
  keys,
  resultOf,
  type World,
  type WorldOptions,
  world,
} from "./world.ts";

const app = stakingApp();

/** Nodes of alice and bob by their names, and one that nobody knows. */
const nodes = {
  alice: {id: key(0x11), consensus: key(0x21), entity: keys.alice},
  bob: {id: key(0x12), consensus: key(0x22), entity: keys.bob},
} as const;
const unknown = consensusAddress(key(0x2f));

/** A world in which alice and bob have a validator each. */
function validators(options: WorldOptions): World {
  const made = world(options);
  for (const {id, consensus, entity} of Object.values(nodes))
    register(made.tree, entity, [{id, consensus: {id: consensus, addresses: null}}]);
  for (const {id} of Object.values(nodes)) new RegistryState(made.tree).setNodeStatus(id, NodeStatus.zero());
  made.tree.written.length = 0;
  return made;
}

/** Begins a block on the last one, of which these are the votes: signed, or not. */
function begin(
  {context}: World,
  proposer: Uint8Array,
  votes: readonly [Uint8Array, boolean][],
  misbehaviours: Misbehaviour[] = [],
): void {
  const request: BeginBlock = {
    hash: new Uint8Array(32),
    lastCommitHash: new Uint8Array(32),
    proposerAddress: proposer,
    votes: votes.map(([address, signedLastBlock]) => ({address, power: 1n, signedLastBlock})),
    misbehaviours,
  };
  app.beginBlock?.(context, request);
}

const ofAlice = consensusAddress(nodes.alice.consensus);
const ofBob = consensusAddress(nodes.bob.consensus);

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

  test("a reward beyond the common pool is fatal", () => {
    const made = validators({mode: "beginBlock", parameters: rewarding});
    escrow(made.state, alice, 100_000n);
    expect(resultOf(() => begin(made, ofAlice, [[ofAlice, true]]))).toBe("unknown/1");
  });
});

describe("misbehaviour of validators", () => {
  const slash = {amount: 30n, freezeInterval: asEpoch(5n)};
  const slashing = new Map([
    [slashReasons.consensusEquivocation, slash],
    [slashReasons.consensusLightClientAttack, {amount: 90n, freezeInterval: invalidEpoch}],
  ]);

  function punished(type: Misbehaviour["type"], options: WorldOptions = {}, address = ofBob): World {
    const made = validators({mode: "beginBlock", parameters: {slashing}, ...options});
    escrow(made.state, bob, 60n);
    const account = made.state.account(bob);
    account.escrow.debonding = {balance: 30n, totalShares: 3n};
    made.state.setAccount(bob, account);
    made.tree.written.length = 0;
    begin(made, unknown, [], [{type, address, height: asHeight(3n)}]);
    return made;
  }

  const frozenUntil = ({tree}: World): bigint | undefined =>
    new RegistryState(tree).nodeStatus(nodes.bob.id)?.freezeEndTime;

  test("takes stake from both pools in proportion and freezes the node", () => {
    const made = punished("duplicateVote");
    const {active, debonding} = made.state.account(bob).escrow;
    expect([active, debonding, made.state.commonPool()]).toEqual([
      {balance: 40n, totalShares: 60n},
      {balance: 20n, totalShares: 3n},
      30n,
    ]);
    expect(frozenUntil(made)).toBe(25n);
    expect(eventsOf(made.context)).toEqual(["take_escrow: owner bob, amount 30"]);
  });

  test("freezes from the epoch of the committed state, not from one that has just begun", () => {
    expect(frozenUntil(punished("duplicateVote", {epochChanged: true}))).toBe(24n);
  });

  test("takes no more than there is and may freeze for good", () => {
    const made = punished("lightClientAttack");
    expect(made.state.commonPool()).toBe(90n);
    expect(frozenUntil(made)).toBe(invalidEpoch);
  });

  test("of a frozen node is not punished again", () => {
    const made = punished("duplicateVote");
    begin(made, unknown, [], [{type: "duplicateVote", address: ofBob, height: asHeight(4n)}]);
    expect(made.state.commonPool()).toBe(30n);
  });

  test("of unknown kind or by unknown nodes is ignored", () => {
    expect(punished("unknown").tree.written).toEqual(["58"]);
    expect(punished("duplicateVote", {}, unknown).tree.written).toEqual(["58"]);
  });

  test("without a penalty still stores the status", () => {
    const made = punished("duplicateVote", {parameters: {slashing: null}});
    expect(made.tree.written).toHaveLength(2);
    expect([frozenUntil(made), made.context.events]).toEqual([0n, []]);
  });
});

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
