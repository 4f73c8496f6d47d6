import {
  custom,
  decode,
  list,
  mapped,
  nullable,
  omitEmpty,
  struct,
  u8,
  type ValueOf,
} from "@oasis-node/primitives/cbor";
import {Round} from "@oasis-node/primitives/epoch";
import {Hash} from "@oasis-node/primitives/hash";
import {RawSignature, Signature, type Signed, signed} from "@oasis-node/primitives/signature";
import {Header} from "./block.ts";
import {Message} from "./message.ts";

/** What was computed; its hash is the vote of a compute node. The roots are missing when it failed (consensus-paratime §3.2). */
export const ComputeResultsHeader = struct("commitment.ComputeResultsHeader", {
  round: Round,
  previousHash: Hash,
  ioRoot: omitEmpty(nullable(Hash)),
  stateRoot: omitEmpty(nullable(Hash)),
  messagesHash: omitEmpty(nullable(Hash)),
});
export type ComputeResultsHeader = ValueOf<typeof ComputeResultsHeader>;

/** Why a compute node has no results (consensus-paratime §3.2). */
export const commitmentFailures = {none: 0, unknown: 1, storageUnavailable: 2} as const;

/** What a compute node commits to (consensus-paratime §3.2). */
export const ComputeBody = struct("commitment.ComputeBody", {
  header: ComputeResultsHeader,
  failure: omitEmpty(u8),
  txnSchedSig: Signature,
  inputRoot: Hash,
  inputStorageSigs: list(Signature),
  storageSignatures: omitEmpty(list(Signature)),
  rakSig: omitEmpty(nullable(RawSignature)),
  messages: omitEmpty(list(Message)),
});
export type ComputeBody = ValueOf<typeof ComputeBody>;

/** A signed commitment (consensus-paratime §3.2). */
export const ExecutorCommitment = signed("commitment.ExecutorCommitment", ComputeBody);
export type ExecutorCommitment = Signed;

/** A commitment in the pool, with its body; on the wire only the commitment. */
export interface OpenExecutorCommitment {
  readonly commitment: ExecutorCommitment;
  readonly body: ComputeBody;
}

/** The body is decoded together with the commitment: one that does not decode refuses the whole pool. */
export const OpenExecutorCommitment = custom(
  "commitment.OpenExecutorCommitment",
  mapped(ExecutorCommitment.envelope, {
    name: "commitment.OpenExecutorCommitment",
    to: openCommitment,
    from: ({commitment}) => commitment,
  }),
  (item) => openCommitment(decode(ExecutorCommitment.envelope, item)),
);

/** A batch as the scheduler dispatches it (consensus-paratime §3.2). */
export const ProposedBatch = struct("commitment.ProposedBatch", {
  ioRoot: Hash,
  storageSignatures: list(Signature),
  header: Header,
});
export type ProposedBatch = ValueOf<typeof ProposedBatch>;

/** A signed batch (consensus-paratime §3.2). */
export const SignedProposedBatch = signed("commitment.SignedProposedBatch", ProposedBatch);
export type SignedProposedBatch = Signed;

function openCommitment(commitment: ExecutorCommitment): OpenExecutorCommitment {
  return {commitment, body: decode(ComputeBody, commitment.untrustedRawValue)};
}
