import {Address} from "@oasis-node/primitives/address";
import {nullable, omitEmpty, struct, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {ProposalState, Vote} from "./proposal.ts";

/** Value of the event `proposal-submitted` (consensus-core §6.8, as all of these). */
export const ProposalSubmittedEvent = struct("governance.ProposalSubmittedEvent", {
  id: u64,
  submitter: Address,
});
export type ProposalSubmittedEvent = ValueOf<typeof ProposalSubmittedEvent>;

/** Value of the event `proposal-executed`. */
export const ProposalExecutedEvent = struct("governance.ProposalExecutedEvent", {id: u64});
export type ProposalExecutedEvent = ValueOf<typeof ProposalExecutedEvent>;

/** Value of the event `proposal-finalized`. */
export const ProposalFinalizedEvent = struct("governance.ProposalFinalizedEvent", {
  id: u64,
  state: ProposalState,
});
export type ProposalFinalizedEvent = ValueOf<typeof ProposalFinalizedEvent>;

/** Value of the event `vote`. */
export const VoteEvent = struct("governance.VoteEvent", {id: u64, submitter: Address, vote: Vote});
export type VoteEvent = ValueOf<typeof VoteEvent>;

/** A governance event in answers to queries: where it happened, and the one event that is set. */
export const GovernanceEvent = struct("governance.Event", {
  height: omitEmpty(Height),
  txHash: omitEmpty(Hash),
  proposalSubmitted: omitEmpty(nullable(ProposalSubmittedEvent)),
  proposalExecuted: omitEmpty(nullable(ProposalExecutedEvent)),
  proposalFinalized: omitEmpty(nullable(ProposalFinalizedEvent)),
  vote: omitEmpty(nullable(VoteEvent)),
});
export type GovernanceEvent = ValueOf<typeof GovernanceEvent>;
