import {equal} from "@oasis-node/primitives/bytes";
import {CborError} from "@oasis-node/primitives/cbor";
import type {Round} from "@oasis-node/primitives/epoch";
import {type Hash, hashOf} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {type PublicKey, SignatureError, type Signed} from "@oasis-node/primitives/signature";
import {checkComputeBody, isFailure} from "./commitment/computeBody.ts";
import {type ChainSignatures, openExecutorCommitment, openProposedBatch} from "./commitment/open.ts";
import {voteOf} from "./commitment/processCommitments.ts";
import {mostlyEqual} from "./nextBlock.ts";
import {RoothashError} from "./roothashError.ts";
import type {EquivocationBatchEvidence, EquivocationExecutorEvidence, Evidence} from "./types/bodies.ts";

/** What evidence proves: that a node contradicted itself in a round. */
export interface Equivocation {
  /** Of the results for executors, of the block built on for proposers: one fault may have two numbers. */
  readonly round: Round;
  readonly node: PublicKey;
}

/** First byte of what evidence of equivocation is hashed from. */
const equivocationKind = Uint8Array.of(1);

/** Hash under which evidence is remembered: one for a node, whatever it did (consensus-paratime §3.10 step 5). */
export function evidenceHash({node}: Equivocation): Hash {
  return hashOf(equivocationKind, node);
}

/**
 * Checks evidence by itself and gives what it proves (consensus-paratime §3.10 step 1); whether it is too old remains to
 * be seen. Throws `RoothashError` `badEvidence`.
 */
export function verifyEvidence(signatures: ChainSignatures, evidence: Evidence): Equivocation {
  const {id, equivocationExecutor: executor, equivocationBatch: batch} = evidence;
  if (executor !== null && batch !== null) throw bad("evidence has multiple fields set");
  if (executor !== null) return verifyExecutor(signatures, id, executor);
  if (batch !== null) return verifyBatch(signatures, id, batch);
  throw bad("evidence content has no fields set");
}

function verifyExecutor(
  signatures: ChainSignatures,
  id: Namespace,
  {commitA, commitB}: EquivocationExecutorEvidence,
): Equivocation {
  if (isSame(commitA, commitB)) throw bad("commits are equal, no sign of equivocation");
  const node = commonSigner(commitA, commitB, "executor");
  const a = within("opening CommitA", () => openExecutorCommitment(signatures, id, commitA));
  const b = within("opening CommitB", () => openExecutorCommitment(signatures, id, commitB));
  const {round} = a.body.header;
  if (round !== b.body.header.round) throw bad("equivocation evidence commit headers not for same round");
  within("equivocation evidence commit A not valid", () => checkComputeBody(a.body));
  within("equivocation evidence commit B not valid", () => checkComputeBody(b.body));
  if (isFailure(a.body) || isFailure(b.body)) {
    if (a.body.failure === b.body.failure) {
      throw bad("equivocation evidence failure indication fields match, no sign of equivocation");
    }
  } else if (equal(voteOf(a), voteOf(b))) {
    throw bad("equivocation evidence commit headers match, no sign of equivocation");
  }
  return {round, node};
}

function verifyBatch(
  signatures: ChainSignatures,
  id: Namespace,
  {batchA, batchB}: EquivocationBatchEvidence,
): Equivocation {
  if (isSame(batchA, batchB)) throw bad("batches are equal, no sign of equivocation");
  const node = commonSigner(batchA, batchB, "batch");
  const a = within("opening BatchA", () => openProposedBatch(signatures, id, batchA));
  const b = within("opening BatchB", () => openProposedBatch(signatures, id, batchB));
  const {round} = a.header;
  if (round !== b.header.round) throw bad("equivocation evidence batch header rounds don't match");
  if (equal(a.ioRoot, b.ioRoot) && mostlyEqual(a.header, b.header)) {
    throw bad("equivocation evidence batch io roots match, no sign of equivocation");
  }
  return {round, node};
}

function isSame(a: Signed, b: Signed): boolean {
  return (
    equal(a.signature.publicKey, b.signature.publicKey) &&
    equal(a.signature.signature, b.signature.signature) &&
    equal(a.untrustedRawValue ?? new Uint8Array(), b.untrustedRawValue ?? new Uint8Array())
  );
}

function commonSigner(a: Signed, b: Signed, what: "executor" | "batch"): PublicKey {
  const {publicKey} = a.signature;
  if (equal(publicKey, b.signature.publicKey)) return publicKey;
  throw bad(`equivocation ${what} evidence signature public keys don't match`);
}

/** Runs a check; what it refuses is bad evidence. */
function within<T>(step: string, check: () => T): T {
  try {
    return check();
  } catch (cause) {
    const isRefusal =
      cause instanceof RoothashError || cause instanceof SignatureError || cause instanceof CborError;
    if (!isRefusal) throw cause;
    throw bad(`${step}: ${cause.message}`, cause);
  }
}

function bad(message: string, cause?: unknown): RoothashError {
  return new RoothashError("badEvidence", message, {cause});
}
