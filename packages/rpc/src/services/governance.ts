import {field, list, struct, u64, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {
  GovernanceEvent,
  GovernanceGenesis,
  GovernanceParameters,
  Proposal,
  VoteEntry,
} from "@oasis-node/state-transition/governance/types";
import {UpgradeDescriptor} from "@oasis-node/state-transition/upgrade";
import {defineService, stream, unary} from "../service/index.ts";

export const ProposalQuery = struct("governance.ProposalQuery", {
  height: Height,
  proposalId: field("id", u64),
});
export type ProposalQuery = ValueOf<typeof ProposalQuery>;

/** Proposals and votes (cli-config-grpc §5.3). */
export const governanceService = defineService("Governance", {
  activeProposals: unary(Height, list(Proposal)),
  proposals: unary(Height, list(Proposal)),
  proposal: unary(ProposalQuery, Proposal),
  votes: unary(ProposalQuery, list(VoteEntry)),
  pendingUpgrades: unary(Height, list(UpgradeDescriptor)),
  stateToGenesis: unary(Height, GovernanceGenesis),
  consensusParameters: unary(Height, GovernanceParameters),
  getEvents: unary(Height, list(GovernanceEvent)),
  watchEvents: stream(null, GovernanceEvent),
});
