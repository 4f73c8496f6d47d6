import {Address} from "@oasis-node/primitives/address";
import {map, nullable, omitEmpty, struct, u8, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {enumeration} from "../../enumeration/index.ts";
import {UpgradeDescriptor} from "../../upgrade/index.ts";

/** Cancels the pending upgrade of another proposal. */
export const CancelUpgradeProposal = struct("governance.CancelUpgradeProposal", {proposalId: u64});
export type CancelUpgradeProposal = ValueOf<typeof CancelUpgradeProposal>;

/** What is proposed, exactly one of the two; body of `governance.SubmitProposal` (consensus-core §6.3). */
export const ProposalContent = struct("governance.ProposalContent", {
  upgrade: omitEmpty(nullable(UpgradeDescriptor)),
  cancelUpgrade: omitEmpty(nullable(CancelUpgradeProposal)),
});
export type ProposalContent = ValueOf<typeof ProposalContent>;

/** What becomes of a proposal (consensus-core §6.1). */
export const proposalStates = {active: 1, passed: 2, rejected: 3, failed: 4} as const;

/** One of `proposalStates`; an integer in CBOR, text in JSON. */
export const ProposalState = enumeration("governance.ProposalState", u8, proposalStates);
export type ProposalState = ValueOf<typeof ProposalState>;

/** What one can vote (consensus-core §6.1). */
export const votes = {yes: 1, no: 2, abstain: 3} as const;

/** One of `votes`, but any other number gets into the state too; an integer in CBOR, text in JSON. */
export const Vote = enumeration("governance.Vote", u8, votes);
export type Vote = ValueOf<typeof Vote>;

/** Body of `governance.CastVote` (consensus-core §6.4). */
export const ProposalVote = struct("governance.ProposalVote", {id: u64, vote: Vote});
export type ProposalVote = ValueOf<typeof ProposalVote>;

/** A proposal with its fate, state key `81`; results in voting stake (consensus-core §6.1). */
export const Proposal = struct("governance.Proposal", {
  id: u64,
  submitter: Address,
  state: ProposalState,
  deposit: Quantity,
  content: ProposalContent,
  createdAt: Epoch,
  closesAt: Epoch,
  results: omitEmpty(map(Vote, Quantity)),
  invalidVotes: omitEmpty(u64),
});
export type Proposal = ValueOf<typeof Proposal>;

/** Who voted what. */
export const VoteEntry = struct("governance.VoteEntry", {voter: Address, vote: Vote});
export type VoteEntry = ValueOf<typeof VoteEntry>;
