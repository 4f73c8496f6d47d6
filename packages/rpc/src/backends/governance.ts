import {
  governanceQueries as ask,
  exportGovernance,
  governanceEvents,
} from "@oasis-node/state-transition/governance";
import type {Api} from "../service/index.ts";
import type {governanceService} from "../services/index.ts";
import {atHeight, atHeightOf, type OwnChain} from "./chain.ts";

/** The node's own answers about proposals and votes. */
export function governanceBackend(chain: OwnChain): Api<typeof governanceService> {
  const {queries, streams} = chain;
  return {
    activeProposals: atHeight(chain, ({governance}) => ask.activeProposals(governance)),
    proposals: atHeight(chain, ({governance}) => ask.proposals(governance)),
    proposal: atHeightOf(chain, ({governance}, {proposalId}) => ask.proposal(governance, proposalId)),
    votes: atHeightOf(chain, ({governance}, {proposalId}) => ask.votes(governance, proposalId)),
    pendingUpgrades: atHeight(chain, ({governance}) => ask.pendingUpgrades(governance)),
    stateToGenesis: atHeight(chain, ({governance}) => exportGovernance(governance)),
    consensusParameters: atHeight(chain, ({governance}) => governance.parameters()),
    getEvents: (height) => queries.events(height, governanceEvents),
    watchEvents: (_, options) => streams.governanceEvents(options),
  };
}
