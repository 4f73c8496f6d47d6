import {stakingAddress} from "@oasis-node/primitives/address";
import {utf8} from "@oasis-node/primitives/bytes";
import {asHeight} from "@oasis-node/primitives/epoch";
import {emptyHash} from "@oasis-node/primitives/hash";
import {expect, test} from "vitest";
import {attribute} from "../../src/context/index.ts";
import {emitGovernanceEvent} from "../../src/governance/events.ts";
import {
  GovernanceEvent,
  GovernanceEventError,
  governanceAppName,
  governanceEvents,
  governanceEventKinds as kinds,
  proposalStates,
  votes,
} from "../../src/governance/index.ts";
import {contextFor, emptyState} from "../appContext.ts";
import {key} from "../support.ts";

const origin = {height: asHeight(7n), txHash: emptyHash};

test("clients get the events of governance with where they come from", () => {
  const ctx = contextFor({tree: emptyState()});
  const submitter = stakingAddress(key(1));
  const submitted = {id: 1n, submitter};
  const vote = {id: 1n, submitter, vote: votes.no};
  const finalized = {id: 1n, state: proposalStates.failed};
  emitGovernanceEvent(ctx, kinds.proposalSubmitted, submitted);
  ctx.emit("100_staking", attribute("transfer", utf8("?")));
  emitGovernanceEvent(ctx, kinds.vote, vote);
  emitGovernanceEvent(ctx, kinds.proposalExecuted, {id: 1n});
  emitGovernanceEvent(ctx, kinds.proposalFinalized, finalized);
  expect(governanceEvents(ctx.events, origin)).toEqual([
    GovernanceEvent.make({...origin, proposalSubmitted: submitted}),
    GovernanceEvent.make({...origin, vote}),
    GovernanceEvent.make({...origin, proposalExecuted: {id: 1n}}),
    GovernanceEvent.make({...origin, proposalFinalized: finalized}),
  ]);
});

test("an event of an unknown kind is an error", () => {
  const ctx = contextFor({tree: emptyState()});
  ctx.emit(governanceAppName, attribute("news", utf8("?")));
  expect(() => governanceEvents(ctx.events, origin)).toThrow(GovernanceEventError);
});
