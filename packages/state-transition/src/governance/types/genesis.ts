import {
  field,
  list,
  map,
  nullable,
  omitEmpty,
  struct,
  u8,
  u64,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Epoch} from "@oasis-node/primitives/epoch";
import {Quantity} from "@oasis-node/primitives/quantity";
import {Costs} from "../../consensus/index.ts";
import {Proposal, VoteEntry} from "./proposal.ts";

/** Gas operations of the governance module (consensus-core §3.1). */
export const governanceGasOps = {submitProposal: "submit_proposal", castVote: "cast_vote"} as const;

/** Consensus parameters of governance, state key `85`; periods in epochs, shares in percent (consensus-core §6.1). */
export const GovernanceParameters = struct("governance.ConsensusParameters", {
  gasCosts: omitEmpty(Costs),
  minProposalDeposit: omitEmpty(Quantity),
  votingPeriod: omitEmpty(Epoch),
  quorum: omitEmpty(u8),
  threshold: omitEmpty(u8),
  upgradeMinEpochDiff: omitEmpty(Epoch),
  upgradeCancelMinEpochDiff: omitEmpty(Epoch),
});
export type GovernanceParameters = ValueOf<typeof GovernanceParameters>;

/** Governance part of the genesis document (consensus-core §2.4). */
export const GovernanceGenesis = struct("governance.Genesis", {
  parameters: field("params", GovernanceParameters),
  proposals: omitEmpty(list(nullable(Proposal))),
  voteEntries: omitEmpty(map(u64, list(nullable(VoteEntry)))),
});
export type GovernanceGenesis = ValueOf<typeof GovernanceGenesis>;
