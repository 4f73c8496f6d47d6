import type {Tree} from "@oasis-node/mkvs/tree";
import {stakingAddress} from "@oasis-node/primitives/address";
import {asEpoch} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {expect, test} from "vitest";
import {GovernanceState, Proposal, proposalStates, votes} from "../../src/governance/index.ts";
import {castVote} from "../../src/governance/transactions/castVote.ts";
import {RegistryState} from "../../src/registry/state.ts";
import {contextFor, dump, eventsOf, register} from "../appContext.ts";
import {resultOf} from "../resultOf.ts";
import {key} from "../support.ts";
import {entities, outsider, upgradeAt, world} from "./world.ts";

const voter = entities.big.id;

function worldWithProposals(): Tree {
  const tree = world();
  const state = new GovernanceState(tree);
  const proposal = {submitter: stakingAddress(voter), content: upgradeAt(9n), closesAt: asEpoch(5n)};
  state.setActiveProposal(Proposal.make({...proposal, id: 1n, state: proposalStates.active}));
  state.setProposal(Proposal.make({...proposal, id: 2n, state: proposalStates.rejected}));
  return tree;
}

function cast(tree: Tree, signer: PublicKey, id: bigint, vote: number): string {
  return resultOf(() => castVote(contextFor({tree, signer}), {id, vote}));
}

test("the entity of a validator votes, and may vote again", () => {
  const tree = worldWithProposals();
  const ctx = contextFor({tree, signer: voter});
  castVote(ctx, {id: 1n, vote: votes.no});
  expect(eventsOf(ctx).map(([kind]) => kind)).toEqual(["vote"]);
  expect(cast(tree, voter, 1n, votes.yes)).toBe("ok");
  expect(new GovernanceState(tree).votes(1n)).toEqual([{voter: stakingAddress(voter), vote: votes.yes}]);
});

test("a vote that is not defined is stored all the same", () => {
  const tree = worldWithProposals();
  expect(cast(tree, voter, 1n, 200)).toBe("ok");
  expect(new GovernanceState(tree).votes(1n)).toMatchObject([{vote: 200}]);
});

test("refusals come in the reference's order", () => {
  const tree = worldWithProposals();
  const before = dump(tree);
  expect(cast(tree, key(0x99), 9n, votes.yes)).toBe("governance/6");
  expect(cast(tree, outsider.id, 9n, votes.yes)).toBe("governance/6");
  expect(cast(tree, voter, 9n, votes.yes)).toBe("governance/5");
  expect(cast(tree, voter, 2n, votes.yes)).toBe("governance/7");
  expect(dump(tree)).toEqual(before);
});

test("a listed node that is gone matters only before a validator", () => {
  const tree = worldWithProposals();
  const gone = {id: key(0x31)};
  const validator = {id: entities.big.node, consensus: {id: entities.big.consensus, addresses: null}};
  const remove = () => {
    const node = new RegistryState(tree).node(gone.id);
    if (node !== null) new RegistryState(tree).removeNode(node);
  };
  register(tree, voter, [validator, gone]);
  remove();
  expect(cast(tree, voter, 1n, votes.yes)).toBe("ok");
  register(tree, voter, [gone, validator]);
  remove();
  expect(cast(tree, voter, 1n, votes.yes)).toBe("registry/10");
});

test("nothing is checked before a vote gets into a block", () => {
  const tree = worldWithProposals();
  const ctx = contextFor({tree, mode: "checkTx", signer: key(0x99)});
  expect(resultOf(() => castVote(ctx, {id: 9n, vote: 0}))).toBe("ok");
});
