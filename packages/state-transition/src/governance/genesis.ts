import {type Context, HaltError} from "../context/index.ts";
import {pendingFromProposals} from "./pendingFromProposals.ts";
import {governanceQueries as queries} from "./queries.ts";
import {GovernanceState} from "./state.ts";
import type {GovernanceGenesis} from "./types/genesis.ts";
import {proposalStates} from "./types/proposal.ts";

/** Governance at the beginning of a chain (consensus-core §6.7). Throws `HaltError` `initChain` where the reference crashes. */
export function initGovernance(ctx: Context, genesis: GovernanceGenesis): void {
  const state = new GovernanceState(ctx.tree);
  state.setParameters(genesis.parameters);
  const proposals = (genesis.proposals ?? []).map(present);
  for (const proposal of proposals) {
    if (proposal.state === proposalStates.active) state.setActiveProposal(proposal);
    else state.setProposal(proposal);
    const entries = genesis.voteEntries?.get(proposal.id) ?? [];
    for (const {voter, vote} of entries.map(present)) state.setVote(proposal.id, voter, vote);
  }
  // There is no epoch before the first block, so that every upgrade counts as past and none is pending (consensus-core §6.6).
  for (const pending of pendingFromProposals(proposals, ctx.chain.currentEpoch())) {
    state.setPendingUpgrade(pending);
  }
  const largest = proposals.reduce((most, {id}) => (id > most ? id : most), 0n);
  state.setNextProposalId(BigInt.asUintN(64, largest + 1n));
}

/** Governance part of the genesis document that goes on from a state (consensus-core §8.2). */
export function exportGovernance(state: GovernanceState): GovernanceGenesis {
  const proposals = state.proposals();
  return {
    parameters: state.parameters(),
    proposals,
    voteEntries: new Map(proposals.map(({id}) => [id, queries.votes(state, id)])),
  };
}

function present<T>(value: T | null): T {
  if (value === null) throw new HaltError("initChain", "governance: genesis with a null proposal or vote");
  return value;
}
