import {BytesMap} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {
  type Committee,
  type CommitteeKind,
  type CommitteeNode,
  type CommitteeRole,
  committeeKinds,
  committeeRoles,
} from "../../committee/index.ts";
import {type Runtime, runtimeKinds, type SchedulingConstraints} from "../../registry/index.ts";
import type {Candidate, ElectionStake, EntitySet} from "./candidate.ts";
import {committeeUse, electionRandom} from "./randomness.ts";
import {type AttestationCheck, isSuitable} from "./suitability.ts";

/** What an election of a committee depends on. */
export interface CommitteeElection {
  readonly kind: CommitteeKind;
  readonly runtime: Runtime;
  readonly epoch: Epoch;
  readonly beacon: Uint8Array;
  /** In the order of node keys. */
  readonly candidates: readonly Candidate[];
  /** Null when stake does not count. */
  readonly stake: ElectionStake | null;
  /** Entities of the validators elected just before. */
  readonly validatorEntities: EntitySet;
  readonly isAttested: AttestationCheck;
}

export interface ElectedCommittee {
  /** Null when the runtime is left without. */
  readonly committee: Committee | null;
  /** Entities with a node that could have been elected; they have earned the reward even if the election failed. */
  readonly entities: EntitySet;
}

const roles = [committeeRoles.worker, committeeRoles.backupWorker] as const;

/** Whether committees of the kind are elected for the runtime at all; else what there is stays as it is. */
export function hasCommittee({kind: runtimeKind}: Runtime, kind: CommitteeKind): boolean {
  return runtimeKind === runtimeKinds.compute || kind === committeeKinds.executor;
}

/** Elects a committee (consensus-paratime §2.5). PERF: one attestation a TEE node, one random number a candidate and role. */
export function electCommittee(election: CommitteeElection): ElectedCommittee {
  const {kind, runtime, epoch} = election;
  const entities: EntitySet = new BytesMap();
  if (groupSize(kind, committeeRoles.worker, runtime) === 0) return {committee: null, entities};
  const wanted = roles.filter((role) => groupSize(kind, role, runtime) > 0);
  const suitable = election.candidates.filter((candidate) => canServe(election, candidate));
  const pools = wanted.map((role) => ({
    role,
    pool: suitable.filter((candidate) => isEligible(election, role, candidate)),
  }));
  for (const {entity} of pools.flatMap(({pool}) => pool)) entities.set(entity, true);
  const members: CommitteeNode[] = [];
  for (const {role, pool} of pools) {
    const elected = fillRole(election, role, pool);
    if (elected === null) return {committee: null, entities};
    members.push(...elected.map(({node}) => ({role, publicKey: node.id})));
  }
  return {committee: {kind, runtimeId: runtime.id, members, validFor: epoch}, entities};
}

/** Nodes wanted for a role; 0 = the committee has no such role. */
function groupSize(kind: CommitteeKind, role: CommitteeRole, {executor, storage}: Runtime): number {
  if (kind === committeeKinds.executor) {
    return role === committeeRoles.worker ? executor.groupSize : executor.groupBackupSize;
  }
  return role === committeeRoles.worker ? storage.groupSize : 0;
}

function canServe(election: CommitteeElection, {node, entity}: Candidate): boolean {
  const {kind, runtime, stake, isAttested} = election;
  return (stake === null || stake.coversClaims(entity)) && isSuitable(kind, node, runtime, isAttested);
}

function isEligible(election: CommitteeElection, role: CommitteeRole, {entity}: Candidate): boolean {
  const needsValidator = (constraintsOf(election, role)?.validatorSet ?? null) !== null;
  return !needsValidator || election.validatorEntities.has(entity);
}

/** The nodes elected into a role, in random order; null when they do not suffice. */
function fillRole(
  election: CommitteeElection,
  role: CommitteeRole,
  pool: readonly Candidate[],
): readonly Candidate[] | null {
  const {kind, runtime, beacon} = election;
  const constraints = constraintsOf(election, role);
  const wanted = groupSize(kind, role, runtime);
  if (pool.length < (constraints?.minPoolSize?.limit ?? 0) || pool.length < wanted) return null;
  const maxNodes = constraints?.maxNodes?.limit ?? Number.POSITIVE_INFINITY;
  const nodesOf = new BytesMap<PublicKey, number>();
  const elected: Candidate[] = [];
  for (const index of electionRandom(beacon, committeeUse(kind, role), runtime.id).perm(pool.length)) {
    const candidate = pool[index];
    if (candidate === undefined) continue;
    const {entityId} = candidate.node;
    const already = nodesOf.get(entityId) ?? 0;
    if (already >= maxNodes) continue;
    nodesOf.set(entityId, already + 1);
    elected.push(candidate);
    if (elected.length === wanted) return elected;
  }
  return null;
}

function constraintsOf(
  {runtime, kind}: CommitteeElection,
  role: CommitteeRole,
): SchedulingConstraints | undefined {
  return runtime.constraints?.get(kind)?.get(role);
}
