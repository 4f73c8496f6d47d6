import type {PublicKey} from "@oasis-node/primitives/signature";
import type {Context} from "../../context/index.ts";
import {registryErrors} from "../../registry/index.ts";
import {RegistryState} from "../../registry/state.ts";
import {SchedulerState} from "../../scheduler/state.ts";
import {governanceErrors} from "../errors.ts";
import {emitGovernanceEvent, governanceEventKinds} from "../events.ts";
import {GovernanceState} from "../state.ts";
import {governanceGasOps} from "../types/genesis.ts";
import {type ProposalVote, proposalStates} from "../types/proposal.ts";
import {submitterOf} from "./submitter.ts";

/**
 * `governance.CastVote` (consensus-core §6.4): an entity of a current validator votes. Any vote is stored, even an undefined
 * one.
 */
export function castVote(ctx: Context, {id, vote}: ProposalVote): void {
  if (ctx.isCheckOnly) return;
  const state = new GovernanceState(ctx.tree);
  ctx.useGas(1n, governanceGasOps.castVote, state.parameters().gasCosts);

  const {key, address} = submitterOf(ctx);
  if (!hasValidator(ctx, key)) throw governanceErrors.notEligible();

  const proposal = state.proposal(id);
  if (proposal === null) throw governanceErrors.noSuchProposal({details: {id}});
  if (proposal.state !== proposalStates.active) {
    throw governanceErrors.votingIsClosed({details: {id, state: proposal.state}});
  }
  state.setVote(id, address, vote);
  emitGovernanceEvent(ctx, governanceEventKinds.vote, {id, submitter: address, vote});
}

/**
 * Whether the key is that of an entity with a current validator. Throws (registry, 10) for a node that the entity lists but
 * that is not registered, unless a validator comes before it.
 */
function hasValidator(ctx: Context, entityId: PublicKey): boolean {
  const registry = new RegistryState(ctx.tree);
  const entity = registry.entity(entityId);
  if (entity === null) return false;
  const validators = new SchedulerState(ctx.tree).currentValidators();
  for (const nodeId of entity.nodes ?? []) {
    const node = registry.node(nodeId);
    if (node === null) throw registryErrors.noSuchNode({details: {entityId, nodeId}});
    if (validators?.has(node.consensus.id) === true) return true;
  }
  return false;
}
