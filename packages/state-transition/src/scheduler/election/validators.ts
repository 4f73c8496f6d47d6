import type {Address} from "@oasis-node/primitives/address";
import {BytesMap, compare} from "@oasis-node/primitives/bytes";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {hasRoles, nodeRoles} from "../../node/index.ts";
import type {SchedulerParameters} from "../types/index.ts";
import {votingPower} from "../votingPower.ts";
import type {Candidate, ElectionStake, EntitySet} from "./candidate.ts";
import {ElectionError} from "./electionError.ts";
import {electionRandom, electionUses} from "./randomness.ts";

/** What an election of validators depends on. */
export interface ValidatorElection {
  readonly beacon: Uint8Array;
  /** In the order of node keys. */
  readonly candidates: readonly Candidate[];
  /** Null when stake does not count. */
  readonly stake: ElectionStake | null;
  readonly parameters: SchedulerParameters;
}

export interface ElectedValidators {
  /** Voting power by consensus key. */
  readonly powers: BytesMap<PublicKey, bigint>;
  /** Entities with a node among the validators: they have earned the reward of the election. */
  readonly entities: EntitySet;
}

/**
 * Elects validators: of the entities with the most stake, as many nodes each as one may have (consensus-paratime §2.4).
 * Throws `VotingPowerError`. PERF: a sort of entities, a random number a node.
 */
export function electValidators({
  beacon,
  candidates,
  stake,
  parameters,
}: ValidatorElection): ElectedValidators {
  const eligible = candidates.filter(
    ({node, entity}) =>
      hasRoles(node.roles, nodeRoles.validator) && (stake === null || stake.coversClaims(entity)),
  );
  const nodes = nodesByEntity(eligible, beacon);
  const powers = new BytesMap<PublicKey, bigint>();
  const entities: EntitySet = new BytesMap();
  for (const entity of entityOrder([...nodes.keys()], stake, beacon)) {
    for (const {node} of nodes.get(entity)?.slice(0, Number(parameters.maxValidatorsPerEntity)) ?? []) {
      entities.set(entity, true);
      // Every node of an entity gets the power of the whole entity.
      powers.set(node.consensus.id, stake === null ? 1n : votingPower(stake.balance(entity)));
      if (powers.size >= parameters.maxValidators) return {powers, entities};
    }
  }
  return {powers, entities};
}

/** Throws `ElectionError` when there are fewer validators than there must be, and always when there are none. */
export function requireValidators({powers}: ElectedValidators, {minValidators}: SchedulerParameters): void {
  if (powers.size === 0) {
    throw new ElectionError("noValidators", "tendermint/scheduler: failed to elect any validators");
  }
  if (powers.size < minValidators) {
    const details = {validators: powers.size, minimum: minValidators};
    throw new ElectionError("insufficientValidators", "tendermint/scheduler: insufficient validators", {
      details,
    });
  }
}

/** Nodes of each entity, in random order. */
function nodesByEntity(candidates: readonly Candidate[], beacon: Uint8Array): BytesMap<Address, Candidate[]> {
  const order = electionRandom(beacon, electionUses.validators).perm(candidates.length);
  const nodes = new BytesMap<Address, Candidate[]>();
  for (const index of order) {
    const candidate = candidates[index];
    if (candidate === undefined) continue;
    const known = nodes.get(candidate.entity);
    if (known === undefined) nodes.set(candidate.entity, [candidate]);
    else known.push(candidate);
  }
  return nodes;
}

/** Entities by stake, the largest first; those of equal stake, and all when stake does not count, in random order. */
function entityOrder(entities: Address[], stake: ElectionStake | null, beacon: Uint8Array): Address[] {
  entities.sort(compare);
  electionRandom(beacon, electionUses.entities).shuffle(entities);
  if (stake === null) return entities;
  const staked = entities.map((entity) => ({entity, balance: stake.balance(entity)}));
  staked.sort((a, b) => (a.balance < b.balance ? 1 : a.balance > b.balance ? -1 : 0));
  return staked.map(({entity}) => entity);
}
