import type {KeyValueTree} from "@oasis-node/mkvs/tree";
import {type Address, stakingAddress} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {HaltError} from "../context/index.ts";
import {RegistryState} from "../registry/state.ts";
import {SchedulerState} from "../scheduler/state.ts";
import {StakingState} from "../staking/state.ts";
import type {GovernanceParameters} from "./types/genesis.ts";
import {type ProposalState, proposalStates, type Vote, type VoteEntry, votes} from "./types/proposal.ts";

/** Stake that counts in votes, in base units: active escrow of the entities with a current validator. */
export interface VotingStake {
  readonly total: bigint;
  readonly byEntity: BytesMap<Address, bigint>;
}

/** What the votes on a proposal add up to. */
export interface Tally {
  /** Stake by vote, abstentions and undefined votes too. */
  readonly results: Map<Vote, bigint>;
  /** Number of votes by accounts that have no stake that counts. */
  readonly invalidVotes: bigint;
}

/**
 * Stake of the entities behind the current validators, each entity counted once; the set is that elected in this very
 * block, if there was an election (consensus-core §6.5). Throws `HaltError` `block` for a validator nobody registered and
 * when there is no stake at all.
 */
export function votingStake(tree: KeyValueTree): VotingStake {
  const registry = new RegistryState(tree);
  const staking = new StakingState(tree);
  const byEntity = new BytesMap<Address, bigint>();
  let total = 0n;
  for (const key of new SchedulerState(tree).currentValidators()?.keys() ?? []) {
    const node = registry.nodeBySubkey(key);
    if (node === null) throw new HaltError("block", "governance: no node of a validator", {details: {key}});
    const address = stakingAddress(node.entityId);
    if (byEntity.has(address)) continue;
    const {balance} = staking.account(address).escrow.active;
    byEntity.set(address, balance);
    total += balance;
  }
  if (total === 0n) throw new HaltError("block", "governance: total voting stake is zero");
  return {total, byEntity};
}

export function tally(entries: readonly VoteEntry[], {byEntity}: VotingStake): Tally {
  const results = new Map<Vote, bigint>();
  let invalidVotes = 0n;
  for (const {voter, vote} of entries) {
    const stake = byEntity.get(voter);
    if (stake === undefined) invalidVotes += 1n;
    else results.set(vote, (results.get(vote) ?? 0n) + stake);
  }
  return {results, invalidVotes};
}

/** Whether a proposal passes with these results (consensus-core §6.5). Throws `HaltError` `block` when more voted than can. */
export function outcome(
  {results}: Tally,
  {total}: VotingStake,
  {quorum, threshold}: GovernanceParameters,
): ProposalState {
  const voted = [...results.values()].reduce((sum, stake) => sum + stake, 0n);
  if (voted > total) {
    throw new HaltError("block", "governance: voted stake greater than the voting stake", {
      details: {voted, total},
    });
  }
  const yes = results.get(votes.yes) ?? 0n;
  const passes =
    yes > 0n && (voted * 100n) / total >= BigInt(quorum) && (yes * 100n) / voted >= BigInt(threshold);
  return passes ? proposalStates.passed : proposalStates.rejected;
}
