import {equal} from "@oasis-node/primitives/bytes";
import type {Round} from "@oasis-node/primitives/epoch";
import type {Signature} from "@oasis-node/primitives/signature";
import {type Committee, type CommitteeKind, committeeKinds} from "../../committee/index.ts";
import {roothashErrors} from "../errors.ts";
import {RoothashError} from "../roothashError.ts";
import {isMember, transactionScheduler} from "./members.ts";

/** The committee of a kind as the scheduler elected it; null when there is none. */
export type CommitteeLookup = (kind: CommitteeKind) => Committee | null;

/** Checks that the transaction scheduler of the round is who signed (consensus-paratime §3.6 step i). */
export function checkSchedulerSigner(
  committees: CommitteeLookup,
  {publicKey}: Signature,
  round: Round,
): void {
  const scheduler = transactionScheduler(elected(committees, committeeKinds.executor), round);
  if (scheduler === null) {
    throw new RoothashError(
      "noScheduler",
      "roothash: error getting transaction scheduler: GetTransactionScheduler: no workers in commmittee",
    );
  }
  if (equal(scheduler, publicKey)) return;
  throw new RoothashError("notScheduler", "roothash: signature is not from a valid transaction scheduler", {
    details: {publicKey},
  });
}

/** Checks that members of the storage committee are who signed; one may sign several times (consensus-paratime §3.6 step m). */
export function checkStorageSigners(committees: CommitteeLookup, signatures: readonly Signature[]): void {
  if (signatures.length === 0) return;
  const committee = elected(committees, committeeKinds.storage);
  const stranger = signatures.find(({publicKey}) => !isMember(committee, publicKey));
  if (stranger === undefined) return;
  throw new RoothashError("notCommitteeMember", "roothash: signature is not from a valid committee member", {
    details: {publicKey: stranger.publicKey},
  });
}

function elected(committees: CommitteeLookup, kind: CommitteeKind): Committee {
  const committee = committees(kind);
  if (committee === null) throw roothashErrors.invalidRuntime({details: {committeeKind: kind}});
  return committee;
}
