import type {Round} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {committeeKinds} from "../../committee/index.ts";
import {commitmentErrors} from "../errors.ts";
import type {Header} from "../types/block.ts";
import type {Pool} from "../types/state.ts";
import {isScheduler, isWorker} from "./members.ts";

/**
 * Checks whether a worker may give up waiting for the proposer of the round (consensus-paratime §3.9). Throws one of
 * `commitmentErrors`.
 */
export function checkProposerTimeout(pool: Pool, header: Header, node: PublicKey, round: Round): void {
  const {committee, executeCommitments} = pool;
  if (committee === null) throw commitmentErrors.noCommittee();
  if (committee.kind !== committeeKinds.executor) throw commitmentErrors.invalidCommitteeKind();
  if (round !== header.round) throw commitmentErrors.timeoutNotCorrectRound();
  if ((executeCommitments?.size ?? 0) > 0) throw commitmentErrors.alreadyCommitted();
  if (!isWorker(committee, node)) throw commitmentErrors.notInCommittee();
  if (isScheduler(committee, pool.round, node)) throw commitmentErrors.nodeIsScheduler();
}
