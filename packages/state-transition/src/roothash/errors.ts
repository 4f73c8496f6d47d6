import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the roothash module (consensus-paratime §3.3). */
export const roothashErrors = errorModule("roothash", {
  invalidArgument: [1, "roothash: invalid argument"],
  notFound: [2, "roothash: block not found"],
  invalidRuntime: [3, "roothash: invalid runtime"],
  noExecutorPool: [4, "roothash: no executor pool"],
  runtimeSuspended: [5, "roothash: runtime is suspended"],
  proposerTimeoutNotAllowed: [6, "roothash: proposer timeout not allowed"],
  maxMessagesTooBig: [7, "roothash: max runtime messages is too big"],
  runtimeDoesNotSlash: [8, "roothash: runtime does not slash"],
  duplicateEvidence: [9, "roothash: duplicate evidence"],
  invalidEvidence: [10, "roothash: invalid evidence"],
});

/** Errors of the commitment pool (consensus-paratime §3.3). */
export const commitmentErrors = errorModule("roothash/commitment", {
  noRuntime: [1, "roothash/commitment: no runtime configured"],
  noCommittee: [2, "roothash/commitment: no committee configured"],
  invalidCommitteeKind: [3, "roothash/commitment: invalid committee kind"],
  rakSigInvalid: [4, "roothash/commitment: batch RAK signature invalid"],
  notInCommittee: [5, "roothash/commitment: node not part of committee"],
  alreadyCommitted: [6, "roothash/commitment: node already sent commitment"],
  notBasedOnCorrectBlock: [7, "roothash/commitment: submitted commitment is not based on correct block"],
  discrepancyDetected: [8, "roothash/commitment: discrepancy detected"],
  stillWaiting: [9, "roothash/commitment: still waiting for commits"],
  insufficientVotes: [10, "roothash/commitment: insufficient votes to finalize discrepancy resolution round"],
  badExecutorCommitment: [11, "roothash/commitment: bad executor commitment"],
  txnSchedSigInvalid: [12, "roothash/commitment: txn scheduler signature invalid"],
  invalidMessages: [13, "roothash/commitment: invalid messages"],
  badStorageReceipts: [14, "roothash/commitment: bad storage receipts"],
  timeoutNotCorrectRound: [15, "roothash/commitment: timeout not for correct round"],
  nodeIsScheduler: [16, "roothash/commitment: node is scheduler"],
  majorityFailure: [17, "roothash/commitment: majority commitments indicated failure"],
  invalidRound: [18, "roothash/commitment: invalid round"],
  noProposerCommitment: [19, "roothash/commitment: no proposer commitment"],
  badProposerCommitment: [20, "roothash/commitment: bad proposer commitment"],
});
