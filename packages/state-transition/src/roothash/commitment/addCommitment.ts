import {BytesMap, equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {
  type PublicKey,
  prepareContext,
  RawSignature,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {type Committee, committeeKinds} from "../../committee/index.ts";
import {HaltError} from "../../context/index.ts";
import type {Node} from "../../node/index.ts";
import {teeHardware} from "../../node/index.ts";
import type {Runtime} from "../../registry/index.ts";
import {commitmentErrors} from "../errors.ts";
import {RoothashError} from "../roothashError.ts";
import {type Header, headerHash} from "../types/block.ts";
import {
  type ComputeBody,
  ComputeResultsHeader,
  type ExecutorCommitment,
  type OpenExecutorCommitment,
  ProposedBatch,
} from "../types/commitment.ts";
import {type Message, messagesHash} from "../types/message.ts";
import type {Pool} from "../types/state.ts";
import {checkComputeBody, isFailure} from "./computeBody.ts";
import {isMember, isScheduler} from "./members.ts";
import {type ChainSignatures, openExecutorCommitment, runtimeContext} from "./open.ts";
import {checkReceiptSignatures} from "./receipts.ts";
import {type CommitteeLookup, checkSchedulerSigner, checkStorageSigners} from "./signers.ts";

/** What commitments are held against. */
export interface CommitmentRules {
  readonly signatures: ChainSignatures;
  readonly committees: CommitteeLookup;
  /** A registered node, for its attestation key; null when there is no such node. */
  readonly node: (id: PublicKey) => Node | null;
  /** Has the last word on messages of the scheduler, of which there is at least one. Throws to refuse. */
  readonly checkMessages: (messages: readonly Message[]) => void;
}

/**
 * The pool with one more commitment, for results on top of the block with that header. The checks come in the order of
 * consensus-paratime §3.6; who may commit does not depend on whether there is a discrepancy. Throws coded errors of
 * `commitmentErrors`, or `RoothashError` and `SignatureError`.
 *
 * PERF: verifies the signatures of the node and the proposer, one a receipt, and one more for a TEE.
 */
export function addExecutorCommitment(
  pool: Pool,
  header: Header,
  rules: CommitmentRules,
  commitment: ExecutorCommitment,
): Pool {
  const {runtime, committee} = pool;
  if (runtime === null) throw commitmentErrors.noRuntime();
  const open = openExecutorCommitment(rules.signatures, runtime.id, commitment);
  const id = commitment.signature.publicKey;
  const executors = checkMembership(pool, committee, id);
  checkBase(pool, header, open.body);
  checkBatch(runtime, header, rules, open.body);
  if (!isFailure(open.body)) {
    if (runtime.teeHardware !== teeHardware.invalid) checkAttestation(runtime, rules, id, open.body);
    checkStorage(runtime, header, rules, open.body);
    const isProposer = isScheduler(executors, pool.round, id);
    if (isProposer) checkProposerMessages(runtime, rules, open.body);
    else if ((open.body.messages ?? []).length > 0) throw commitmentErrors.invalidMessages();
  }
  return withCommitment(pool, id, open);
}

function checkMembership(pool: Pool, committee: Committee | null, id: PublicKey): Committee {
  if (committee === null) throw commitmentErrors.noCommittee();
  if (committee.kind !== committeeKinds.executor) throw commitmentErrors.invalidCommitteeKind();
  if (!isMember(committee, id)) throw commitmentErrors.notInCommittee({details: {node: id}});
  if (pool.executeCommitments?.has(id)) throw commitmentErrors.alreadyCommitted({details: {node: id}});
  return committee;
}

/** The results go on from the current block, and are complete in themselves. */
function checkBase(pool: Pool, header: Header, body: ComputeBody): void {
  if (pool.round !== header.round) throw commitmentErrors.invalidRound();
  const isNext = body.header.round === BigInt.asUintN(64, header.round + 1n);
  if (!isNext || !equal(body.header.previousHash, headerHash(header))) {
    throw commitmentErrors.notBasedOnCorrectBlock();
  }
  try {
    checkComputeBody(body);
  } catch (cause) {
    if (!(cause instanceof RoothashError)) throw cause;
    throw commitmentErrors.badExecutorCommitment({cause});
  }
}

/** The scheduler signed the batch that was executed; whether null or empty, its list of receipts is signed as it is. */
function checkBatch(runtime: Runtime, header: Header, rules: CommitmentRules, body: ComputeBody): void {
  checkSchedulerSigner(rules.committees, body.txnSchedSig, header.round);
  const {verifier, chainContext} = rules.signatures;
  const context = runtimeContext(signingContexts.proposedBatch, chainContext, runtime.id);
  const batch = {ioRoot: body.inputRoot, storageSignatures: body.inputStorageSigs, header};
  if (!verifier.verifyUnder(context, encode(ProposedBatch, batch), body.txnSchedSig)) {
    throw commitmentErrors.txnSchedSigInvalid();
  }
}

/** The enclave that the node registered signed the results; a missing signature is one of zeros. */
function checkAttestation(
  runtime: Runtime,
  {signatures: {verifier}, node}: CommitmentRules,
  id: PublicKey,
  {header, rakSig}: ComputeBody,
): void {
  const registered = node(id)?.runtimes?.find((one) => one !== null && equal(one.id, runtime.id)) ?? null;
  if (registered === null) throw commitmentErrors.notInCommittee({details: {node: id}});
  const {tee} = registered.capabilities;
  if (tee === null) throw new HaltError("crash", "a node in the committee of a TEE runtime has no TEE");
  const context = prepareContext(signingContexts.computeResultsHeader);
  const signature = {publicKey: tee.rak, signature: rakSig ?? RawSignature.zero()};
  if (!verifier.verifyUnder(context, encode(ComputeResultsHeader, header), signature)) {
    throw commitmentErrors.rakSigInvalid();
  }
}

function checkStorage(runtime: Runtime, header: Header, rules: CommitmentRules, body: ComputeBody): void {
  const receipts = body.storageSignatures ?? [];
  if (receipts.length < runtime.storage.minWriteReplication) throw commitmentErrors.badStorageReceipts();
  checkStorageSigners(rules.committees, receipts);
  checkReceiptSignatures(rules.signatures, header.namespace, body);
}

function checkProposerMessages(runtime: Runtime, rules: CommitmentRules, body: ComputeBody): void {
  const messages = body.messages ?? [];
  const {messagesHash: announced} = body.header;
  const isAnnounced = announced !== null && equal(messagesHash(messages), announced);
  if (messages.length > runtime.executor.maxMessages || !isAnnounced)
    throw commitmentErrors.invalidMessages();
  if (messages.length > 0) rules.checkMessages(messages);
}

function withCommitment(pool: Pool, id: PublicKey, open: OpenExecutorCommitment): Pool {
  const executeCommitments = new BytesMap(pool.executeCommitments ?? []).set(id, open);
  return {...pool, executeCommitments};
}
