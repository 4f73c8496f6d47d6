import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import type {CodedError} from "@oasis-node/primitives/errors";
import {type Hash, hashOfValue} from "@oasis-node/primitives/hash";
import {type Committee, committeeKinds, committeeRoles} from "../../committee/index.ts";
import {HaltError} from "../../context/index.ts";
import {commitmentErrors} from "../errors.ts";
import {ComputeResultsHeader, type OpenExecutorCommitment} from "../types/commitment.ts";
import type {Pool} from "../types/state.ts";
import {isFailure} from "./computeBody.ts";
import {committeeMembers, transactionScheduler} from "./members.ts";

/** What the commitments of a pool amount to. */
export type Verdict =
  /** Agreed on what the proposer committed to. */
  | {readonly kind: "result"; readonly commitment: OpenExecutorCommitment}
  | {readonly kind: "waiting"}
  | {readonly kind: "discrepancy"}
  /** The round is lost. */
  | {readonly kind: "failed"; readonly error: CodedError};

/** The commitments of those whose turn it is, counted. */
interface Tally {
  required: number;
  committed: number;
  failures: number;
  /** Votes on results, by hash of the results. */
  readonly votes: BytesMap<Hash, number>;
}

/** The vote of a commitment: hash of the header of its results. */
export function voteOf({body}: OpenExecutorCommitment): Hash {
  return hashOfValue(ComputeResultsHeader, body.header);
}

/**
 * Looks for a discrepancy among the workers' commitments, or once there is one for a majority of the backup workers
 * (consensus-paratime §3.7). The pool is not changed: a `discrepancy` found here is for the caller to note.
 */
export function processCommitments(pool: Pool, didTimeout: boolean): Verdict {
  const {committee} = pool;
  if (committee === null) return failed(commitmentErrors.noCommittee());
  if (committee.kind !== committeeKinds.executor) {
    throw new HaltError("crash", "roothash/commitment: unknown committee kind while checking commitments");
  }
  const scheduler = transactionScheduler(committee, pool.round);
  if (scheduler === null) return failed(commitmentErrors.noCommittee());
  const proposal = pool.executeCommitments?.get(scheduler) ?? null;
  return pool.discrepancy
    ? resolveDiscrepancy(pool, committee, proposal, didTimeout)
    : detectDiscrepancy(pool, committee, proposal, didTimeout);
}

/** All workers must answer, and all the same; after a timeout some may be missing, but never the proposer. */
function detectDiscrepancy(
  pool: Pool,
  committee: Committee,
  proposal: OpenExecutorCommitment | null,
  didTimeout: boolean,
): Verdict {
  const commitments = commitmentsOf(pool, committee, committeeRoles.worker);
  const vote = proposal === null ? null : voteOf(proposal);
  const given = commitments.filter((commitment) => commitment !== null);
  // Without the proposer's there is nothing to compare with; with it, its own failure is a discrepancy too.
  if (vote !== null && given.some((one) => isFailure(one.body) || !equal(voteOf(one), vote))) {
    return {kind: "discrepancy"};
  }
  if (didTimeout && pool.runtime === null)
    throw new HaltError("crash", "a timeout in a pool without runtime");
  const stragglers = didTimeout ? (pool.runtime?.executor.allowedStragglers ?? 0) : 0;
  if (proposal === null)
    return didTimeout ? failed(commitmentErrors.noProposerCommitment()) : {kind: "waiting"};
  return given.length < commitments.length - stragglers
    ? {kind: "waiting"}
    : {kind: "result", commitment: proposal};
}

/** A majority of all backup workers decides, as soon as there is one; it must confirm the proposer. */
function resolveDiscrepancy(
  pool: Pool,
  committee: Committee,
  proposal: OpenExecutorCommitment | null,
  didTimeout: boolean,
): Verdict {
  const tally = count(commitmentsOf(pool, committee, committeeRoles.backupWorker));
  const needed = Math.floor(tally.required / 2) + 1;
  if (tally.failures >= needed) return failed(commitmentErrors.majorityFailure());
  const winner = [...tally.votes].find(([, votes]) => votes >= needed)?.[0];
  if (winner !== undefined) {
    if (proposal === null) return failed(commitmentErrors.noProposerCommitment());
    if (!equal(voteOf(proposal), winner)) return failed(commitmentErrors.badProposerCommitment());
    return {kind: "result", commitment: proposal};
  }
  return didTimeout || tally.committed >= tally.required
    ? failed(commitmentErrors.insufficientVotes())
    : {kind: "waiting"};
}

function count(commitments: readonly (OpenExecutorCommitment | null)[]): Tally {
  const tally: Tally = {required: commitments.length, committed: 0, failures: 0, votes: new BytesMap()};
  for (const commitment of commitments) {
    if (commitment === null) continue;
    tally.committed++;
    if (isFailure(commitment.body)) {
      tally.failures++;
      continue;
    }
    const vote = voteOf(commitment);
    tally.votes.set(vote, (tally.votes.get(vote) ?? 0) + 1);
  }
  return tally;
}

/** What each member of a role committed to, in the order of the committee; null where it has not. */
function commitmentsOf(
  {executeCommitments}: Pool,
  committee: Committee,
  role: number,
): (OpenExecutorCommitment | null)[] {
  return committeeMembers(committee)
    .filter((member) => member.role === role)
    .map(({publicKey}) => executeCommitments?.get(publicKey) ?? null);
}

function failed(error: CodedError): Verdict {
  return {kind: "failed", error};
}
