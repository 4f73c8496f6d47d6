import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {describe, expect, test} from "vitest";
import {HaltError, type LocalUpgrades} from "../../src/context/index.ts";
import {
  GovernanceState,
  governanceApp,
  Proposal,
  type ProposalContent,
  proposalStates,
  votes,
} from "../../src/governance/index.ts";
import {SchedulerState} from "../../src/scheduler/state.ts";
import {StakingState} from "../../src/staking/index.ts";
import {type UpgradeDescriptor, UpgradeSchedule} from "../../src/upgrade/index.ts";
import {contextFor, dump, eventsOf, register} from "../appContext.ts";
import {key} from "../support.ts";
import {balanceOf, cancellationOf, descriptor, entities, outsider, upgradeAt, world} from "./world.ts";

type Name = keyof typeof entities;
type Ballot = Readonly<Partial<Record<Name, number>>>;

const app = governanceApp();
const submitter = outsider.id;
const {yes, no, abstain} = votes;

/** Puts a proposal to the vote that closes at epoch 5. */
function propose(tree: Tree, id: bigint, content: ProposalContent, ballot: Ballot, closesAt = 5n): void {
  const state = new GovernanceState(tree);
  const staking = new StakingState(tree);
  staking.setGovernanceDeposits(staking.governanceDeposits() + 100n);
  const proposal = {id, content, submitter: stakingAddress(submitter), deposit: 100n};
  state.setActiveProposal(
    Proposal.make({...proposal, state: proposalStates.active, closesAt: asEpoch(closesAt)}),
  );
  for (const [name, {id: entity}] of Object.entries(entities)) {
    const vote = ballot[name as Name];
    if (vote !== undefined) state.setVote(id, stakingAddress(entity), vote);
  }
}

function endOf(tree: Tree, epoch: bigint, upgrades?: LocalUpgrades) {
  const ctx = contextFor({tree, mode: "endBlock", epoch, isEpochStart: true, ...(upgrades && {upgrades})});
  app.endBlock?.(ctx);
  return ctx;
}

function beginOf(tree: Tree, epoch: bigint, upgrades?: LocalUpgrades) {
  const ctx = contextFor({tree, mode: "beginBlock", epoch, isEpochStart: true, ...(upgrades && {upgrades})});
  app.beginBlock?.(ctx, {
    hash: none,
    lastCommitHash: none,
    proposerAddress: none,
    votes: [],
    misbehaviours: [],
  });
  return ctx;
}

const none = new Uint8Array();

describe("a vote", () => {
  // Escrow: big 600, middle 300, small 100; quorum 75 %, threshold 90 %.
  test.each<[string, Ballot, number]>([
    ["all yes passes", {big: yes, middle: yes, small: yes}, proposalStates.passed],
    ["yes by exactly the threshold passes", {big: yes, middle: yes, small: no}, proposalStates.passed],
    [
      "abstentions count against the threshold",
      {big: yes, middle: yes, small: abstain},
      proposalStates.passed,
    ],
    ["yes below the threshold is rejected", {big: yes, small: no}, proposalStates.rejected],
    ["votes below the quorum are rejected", {big: yes, small: yes}, proposalStates.rejected],
    ["without yes it is rejected", {big: no, middle: abstain}, proposalStates.rejected],
    ["without votes it is rejected", {}, proposalStates.rejected],
    [
      "undefined votes count for the quorum only",
      {big: yes, middle: 77, small: yes},
      proposalStates.rejected,
    ],
  ])("%s", (_, ballot, expected) => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), ballot);
    endOf(tree, 5n);
    const proposal = new GovernanceState(tree).proposal(1n);
    expect(proposal?.state).toBe(expected);
    expect(new GovernanceState(tree).activeProposals()).toEqual([]);
  });

  test("counts stake, and votes of those without a validator as invalid", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), {big: yes, middle: no});
    const state = new GovernanceState(tree);
    state.setVote(1n, stakingAddress(outsider.id), yes);
    endOf(tree, 5n);
    expect(state.proposal(1n)).toMatchObject({
      results: new Map([
        [yes, 600n],
        [no, 300n],
      ]),
      invalidVotes: 1n,
    });
  });

  test("counts an entity with two validators once", () => {
    const tree = world();
    const {big, small} = entities;
    const twin = {id: key(0x51), consensus: {id: key(0x61), addresses: null}};
    register(tree, big.id, [{id: big.node, consensus: {id: big.consensus, addresses: null}}, twin]);
    const validators = [big.consensus, twin.consensus.id, small.consensus];
    new SchedulerState(tree).setCurrentValidators(new BytesMap(validators.map((one) => [one, 1n])));
    propose(tree, 1n, upgradeAt(20n), {big: yes});
    endOf(tree, 5n);
    expect(new GovernanceState(tree).proposal(1n)?.state).toBe(proposalStates.passed);
  });

  test("is not decided before its epoch, nor when that was skipped", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), {big: yes, middle: yes});
    const before = dump(tree);
    endOf(tree, 4n);
    endOf(tree, 6n);
    app.endBlock?.(contextFor({tree, mode: "endBlock", epoch: 5n}));
    expect(dump(tree)).toEqual(before);
  });

  test("stops the chain when no stake counts or a validator is unknown", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), {});
    const scheduler = new SchedulerState(tree);
    scheduler.setCurrentValidators(new BytesMap([[key(0x77), 1n]]));
    expect(() => endOf(tree, 5n)).toThrow(HaltError);
    scheduler.setCurrentValidators(new BytesMap());
    expect(() => endOf(tree, 5n)).toThrow(HaltError);
  });
});

describe("what becomes of a decided proposal", () => {
  const all = {big: yes, middle: yes, small: yes};

  test("an upgrade that passed is pending, its deposit goes back", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all);
    const ctx = endOf(tree, 5n);
    expect(new GovernanceState(tree).pendingUpgrades()).toEqual([
      {proposalId: 1n, descriptor: descriptor(20n)},
    ]);
    expect(balanceOf(tree, submitter)).toBe(1100n);
    expect(new StakingState(tree).governanceDeposits()).toBe(0n);
    expect(eventsOf(ctx).map(([kind]) => kind)).toEqual([
      "proposal-executed",
      "proposal-finalized",
      "transfer",
    ]);
  });

  test("the deposit of a rejected one goes to the common pool", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), {big: no});
    const ctx = endOf(tree, 5n);
    expect(new StakingState(tree).commonPool()).toBe(100n);
    expect(eventsOf(ctx).map(([kind]) => kind)).toEqual(["proposal-finalized", "transfer"]);
  });

  test("an upgrade too near to one that passed in the same block fails, and gets its deposit back", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all);
    propose(tree, 2n, upgradeAt(16n), all);
    endOf(tree, 5n);
    const state = new GovernanceState(tree);
    expect(state.proposal(2n)?.state).toBe(proposalStates.failed);
    expect(state.pendingUpgrades()).toHaveLength(1);
    expect(balanceOf(tree, submitter)).toBe(1200n);
  });

  test("a cancellation takes a pending upgrade away, and fails without one", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all, 4n);
    propose(tree, 2n, cancellationOf(1n), all);
    propose(tree, 3n, cancellationOf(1n), all);
    propose(tree, 4n, cancellationOf(2n), all);
    propose(tree, 6n, cancellationOf(99n), all);
    endOf(tree, 4n);
    endOf(tree, 5n);
    const state = new GovernanceState(tree);
    const fates = state.proposals().map((proposal) => proposal.state);
    const {passed, failed} = proposalStates;
    expect(fates).toEqual([passed, passed, failed, failed, failed]);
    expect(state.pendingUpgrades()).toEqual([]);
  });
});

describe("the node's own list of upgrades", () => {
  function schedule(...descriptors: UpgradeDescriptor[]): UpgradeSchedule<unknown> {
    const list = new UpgradeSchedule<unknown>({pending: [], handlers: new Map(), save: () => {}});
    for (const one of descriptors) list.submit(one);
    return list;
  }
  const all = {big: yes, middle: yes, small: yes};

  test("hears of upgrades and cancellations, and what it refuses changes nothing", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all, 4n);
    propose(tree, 2n, cancellationOf(1n), all, 5n);
    const list = schedule(descriptor(20n));
    endOf(tree, 4n, list);
    expect(list.find(descriptor(20n))).not.toBeNull();
    endOf(tree, 5n, list);
    expect(list.pending).toEqual([]);
  });

  test("hears of all pending upgrades once a state has been loaded", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all);
    endOf(tree, 5n);
    const list = schedule();
    app.stateLoaded?.(contextFor({tree, upgrades: list}));
    expect(list.pending).toMatchObject([{descriptor: descriptor(20n), upgradeHeight: 0n}]);
  });

  test("must have started an upgrade when its epoch begins", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all);
    endOf(tree, 5n);
    const state = new GovernanceState(tree);
    beginOf(tree, 19n, schedule());
    expect(() => beginOf(tree, 20n, schedule())).toThrow(HaltError);
    expect(() => beginOf(tree, 20n, schedule(descriptor(20n)))).toThrow(HaltError);
    expect(state.pendingUpgrades()).toHaveLength(1);
    const started = {v: 1, descriptor: descriptor(20n), upgradeHeight: 9n, lastCompletedStage: 1n};
    beginOf(tree, 20n, {submit: () => {}, cancel: () => {}, find: () => started});
    expect(state.pendingUpgrades()).toEqual([]);
  });

  test("may be missing: then the node goes on", () => {
    const tree = world();
    propose(tree, 1n, upgradeAt(20n), all);
    endOf(tree, 5n);
    beginOf(tree, 20n);
    expect(new GovernanceState(tree).pendingUpgrades()).toEqual([]);
  });
});
