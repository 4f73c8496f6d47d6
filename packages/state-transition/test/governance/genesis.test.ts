import {stakingAddress} from "@oasis-node/primitives/address";
import {asEpoch, invalidEpoch} from "@oasis-node/primitives/epoch";
import {expect, test} from "vitest";
import {HaltError} from "../../src/context/index.ts";
import {
  exportGovernance,
  GovernanceGenesis,
  GovernanceState,
  governanceQueries,
  initGovernance,
  Proposal,
  proposalStates,
  votes,
} from "../../src/governance/index.ts";
import {pendingFromProposals} from "../../src/governance/pendingFromProposals.ts";
import {contextFor, dump, emptyState} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key} from "../support.ts";
import {cancellationOf, descriptor, parameters, upgradeAt} from "./world.ts";

const submitter = stakingAddress(key(1));
const active = Proposal.make({
  id: 7n,
  submitter,
  state: proposalStates.active,
  content: upgradeAt(9n),
  closesAt: asEpoch(4n),
});
const passed = Proposal.make({id: 3n, submitter, state: proposalStates.passed, content: upgradeAt(20n)});
const genesis = GovernanceGenesis.make({
  parameters,
  proposals: [passed, active],
  voteEntries: new Map([[7n, [{voter: submitter, vote: votes.yes}]]]),
});

test("genesis writes proposals and votes, but no pending upgrade", () => {
  const tree = emptyState();
  initGovernance(contextFor({tree, mode: "initChain", epoch: invalidEpoch}), genesis);
  const state = new GovernanceState(tree);
  expect(state.proposals()).toEqual([passed, active]);
  expect(state.activeProposals()).toEqual([active]);
  expect(state.nextProposalId()).toBe(8n);
  expect(Object.keys(dump(tree)).filter((one) => one.startsWith("84"))).toEqual([]);
  expect(exportGovernance(state)).toEqual({
    ...genesis,
    voteEntries: new Map([
      [3n, null],
      [7n, [{voter: submitter, vote: votes.yes}]],
    ]),
  });
});

test("genesis without proposals starts to count at 1", () => {
  const tree = emptyState();
  initGovernance(contextFor({tree, mode: "initChain"}), GovernanceGenesis.make({parameters}));
  expect(new GovernanceState(tree).nextProposalId()).toBe(1n);
});

test("genesis with null entries stops", () => {
  const ctx = contextFor({tree: emptyState(), mode: "initChain"});
  const bad = [
    {...genesis, proposals: [null]},
    {...genesis, voteEntries: new Map([[7n, [null]]])},
  ];
  for (const one of bad) expect(() => initGovernance(ctx, one)).toThrow(HaltError);
});

test("pending upgrades follow from proposals: passed, not past, not cancelled", () => {
  const of = (id: bigint, content: Proposal["content"], state: number = proposalStates.passed) =>
    Proposal.make({id, content, state});
  const proposals = [
    of(1n, upgradeAt(9n)),
    of(2n, upgradeAt(10n)),
    of(3n, upgradeAt(20n)),
    of(4n, upgradeAt(30n), proposalStates.failed),
    of(5n, cancellationOf(3n)),
    of(6n, cancellationOf(2n), proposalStates.rejected),
  ];
  expect(pendingFromProposals(proposals, asEpoch(10n))).toEqual([
    {proposalId: 2n, descriptor: descriptor(10n)},
  ]);
});

test("queries answer empty lists with null, and unknown proposals with an error", () => {
  const state = new GovernanceState(emptyState());
  const {proposal, proposals, activeProposals, votes: votesOn, pendingUpgrades} = governanceQueries;
  const lists = [proposals(state), activeProposals(state), votesOn(state, 1n), pendingUpgrades(state)];
  expect(lists).toEqual([null, null, null, null]);
  expect(resultOf(() => proposal(state, 1n))).toBe("governance/5");
});
