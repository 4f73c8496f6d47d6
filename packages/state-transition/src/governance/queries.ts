import {nullWhenEmpty} from "../storedValue/index.ts";
import type {UpgradeDescriptor} from "../upgrade/index.ts";
import {governanceErrors} from "./errors.ts";
import type {GovernanceState} from "./state.ts";
import type {Proposal, VoteEntry} from "./types/proposal.ts";

/**
 * What clients ask of governance that is not the state as it stands (`governance/api.Backend`). Lists without entries are null,
 * as on the wire.
 */
export const governanceQueries = {
  activeProposals: (state: GovernanceState): Proposal[] | null => nullWhenEmpty(state.activeProposals()),

  proposals: (state: GovernanceState): Proposal[] | null => nullWhenEmpty(state.proposals()),

  /** Throws (governance, 5). */
  proposal: (state: GovernanceState, id: bigint): Proposal => {
    const proposal = state.proposal(id);
    if (proposal === null) throw governanceErrors.noSuchProposal({details: {id}});
    return proposal;
  },

  votes: (state: GovernanceState, id: bigint): VoteEntry[] | null => nullWhenEmpty(state.votes(id)),

  pendingUpgrades: (state: GovernanceState): UpgradeDescriptor[] | null =>
    nullWhenEmpty(state.pendingUpgrades().map(({descriptor}) => descriptor)),
} as const;
