import {bytes, field, nullable, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Height} from "@oasis-node/primitives/epoch";
import {ExecutorCommitment, SignedProposedBatch} from "@oasis-node/state-transition/roothash";

/** A transaction of a runtime on its way to the scheduler. */
export const CommitteeTx = struct("executor.Tx", {data: bytes});
export type CommitteeTx = ValueOf<typeof CommitteeTx>;

/**
 * What members of a runtime's committees and its clients tell each other (runtime-workers §4.3). `groupVersion` is the
 * consensus height at which the epoch of the sender's committees began. Commitments are never sent in this way: they are
 * transactions of the consensus layer.
 */
export const CommitteeMessage = struct("p2p.Message", {
  groupVersion: omitEmpty(Height),
  proposedBatch: field("ProposedBatch", omitEmpty(nullable(SignedProposedBatch.envelope))),
  executorCommit: field("ExecutorCommit", omitEmpty(nullable(ExecutorCommitment.envelope))),
  tx: field("Tx", omitEmpty(nullable(CommitteeTx))),
});
export type CommitteeMessage = ValueOf<typeof CommitteeMessage>;
