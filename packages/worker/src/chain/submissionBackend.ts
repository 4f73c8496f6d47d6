import type {SubmissionBackend} from "@oasis-node/consensus/submission";
import {latestHeight} from "@oasis-node/primitives/epoch";
import type {Api} from "@oasis-node/rpc/service";
import type {consensusService} from "@oasis-node/rpc/services";

type Consensus = Pick<Api<typeof consensusService>, "getSignerNonce" | "estimateGas" | "submitTx">;

/** Submits through the consensus service, of this node or of another. */
export function submissionBackend(consensus: Consensus): SubmissionBackend {
  return {
    signerNonce: (accountAddress, signal) =>
      consensus.getSignerNonce({accountAddress, height: latestHeight}, {signal}),
    estimateGas: (signer, transaction, signal) => consensus.estimateGas({signer, transaction}, {signal}),
    submit: (transaction, signal) => consensus.submitTx(transaction, {signal}),
  };
}
