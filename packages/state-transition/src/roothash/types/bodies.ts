import {list, nullable, omitEmpty, struct, type ValueOf} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Namespace} from "@oasis-node/primitives/namespace";
import {ExecutorCommitment, SignedProposedBatch} from "./commitment.ts";

/** Body of `roothash.ExecutorCommit` (consensus-paratime §3.6). */
export const ExecutorCommit = struct("roothash.ExecutorCommit", {
  id: Namespace,
  commits: list(ExecutorCommitment.envelope),
});
export type ExecutorCommit = ValueOf<typeof ExecutorCommit>;

/** Body of `roothash.ExecutorProposerTimeout` (consensus-paratime §3.9). */
export const ExecutorProposerTimeoutRequest = struct("roothash.ExecutorProposerTimeoutRequest", {
  id: Namespace,
  round: Round,
});
export type ExecutorProposerTimeoutRequest = ValueOf<typeof ExecutorProposerTimeoutRequest>;

/** Two different commitments of one node for one round (consensus-paratime §3.10). */
export const EquivocationExecutorEvidence = struct("roothash.EquivocationExecutorEvidence", {
  commitA: ExecutorCommitment.envelope,
  commitB: ExecutorCommitment.envelope,
});
export type EquivocationExecutorEvidence = ValueOf<typeof EquivocationExecutorEvidence>;

/** Two different batches of one scheduler for one round (consensus-paratime §3.10). */
export const EquivocationBatchEvidence = struct("roothash.EquivocationBatchEvidence", {
  batchA: SignedProposedBatch.envelope,
  batchB: SignedProposedBatch.envelope,
});
export type EquivocationBatchEvidence = ValueOf<typeof EquivocationBatchEvidence>;

/** Body of `roothash.Evidence`: exactly one of the two kinds (consensus-paratime §3.10). */
export const Evidence = struct("roothash.Evidence", {
  id: Namespace,
  equivocationExecutor: omitEmpty(nullable(EquivocationExecutorEvidence)),
  equivocationBatch: omitEmpty(nullable(EquivocationBatchEvidence)),
});
export type Evidence = ValueOf<typeof Evidence>;
