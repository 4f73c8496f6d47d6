import {equal} from "@oasis-node/primitives/bytes";
import type {Round} from "@oasis-node/primitives/epoch";
import type {PublicKey} from "@oasis-node/primitives/signature";
import {type Committee, type CommitteeNode, committeeRoles} from "../../committee/index.ts";
import {HaltError} from "../../context/index.ts";

/** Members of a committee in its order; one that is null crashes the reference. */
export function committeeMembers({members}: Committee): CommitteeNode[] {
  return (members ?? []).map((member) => {
    if (member === null) throw new HaltError("crash", "a committee has a null member");
    return member;
  });
}

/** Who schedules transactions in a round: the workers take turns. Null without workers (consensus-paratime §3.2). */
export function transactionScheduler(committee: Committee, round: Round): PublicKey | null {
  const workers = committeeMembers(committee).filter(({role}) => role === committeeRoles.worker);
  if (workers.length === 0) return null;
  return workers[Number(round % BigInt(workers.length))]?.publicKey ?? null;
}

export function isScheduler(committee: Committee, round: Round, id: PublicKey): boolean {
  const scheduler = transactionScheduler(committee, round);
  return scheduler !== null && equal(scheduler, id);
}

/** Whether the node is in the committee, in whatever role. */
export function isMember(committee: Committee, id: PublicKey): boolean {
  return committeeMembers(committee).some(({publicKey}) => equal(publicKey, id));
}

export function isWorker(committee: Committee, id: PublicKey): boolean {
  return committeeMembers(committee).some(
    ({role, publicKey}) => role === committeeRoles.worker && equal(publicKey, id),
  );
}
