import {equal} from "@oasis-node/primitives/bytes";
import {CborError, encode} from "@oasis-node/primitives/cbor";
import {asRound} from "@oasis-node/primitives/epoch";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {prepare, SignatureError, signingContexts} from "@oasis-node/primitives/signature";
import {
  type ChainSignatures,
  checkStorageSigners,
  type Header,
  openProposedBatch,
  type ProposedBatch,
  RoothashError,
  type SignedProposedBatch,
} from "@oasis-node/state-transition/roothash";
import {ReceiptBody, receiptBody} from "@oasis-node/state-transition/storage";
import {committeesOf, type Group, schedulerOf} from "../committee/index.ts";
import {refused, retryLater, type Verdict} from "../p2p/index.ts";
import type {ProposedInputs} from "./batch.ts";

export interface ProposalSituation {
  readonly group: Group;
  /** Of the latest block here: who schedules in its round is who may propose, whatever the proposal builds on. */
  readonly header: Header;
  readonly runtimeId: Namespace;
  readonly signatures: ChainSignatures;
}

/** A proposal whose signatures are right, and the block it builds on. */
export interface CheckedProposal {
  readonly kind: "proposal";
  readonly header: Header;
  readonly batch: ProposedInputs;
}

const invalidReceipt = refused("executor: invalid storage receipt");

/** Checks a proposal of another node (runtime-workers §4.4.4 steps 2 to 6). */
export function checkProposal(
  {group, header, runtimeId, signatures}: ProposalSituation,
  signed: SignedProposedBatch,
): CheckedProposal | Verdict {
  const scheduler = schedulerOf(group, header.round);
  // It may be the scheduler's turn as soon as this node sees the next block.
  if (scheduler === null || !equal(scheduler, signed.signature.publicKey))
    return retryLater("executor: received txn scheduler dispatch msg from non-txn scheduler");
  const proposed = opened(signatures, runtimeId, signed);
  if (proposed === null) return refused("executor: invalid proposal signature");
  if (!equal(proposed.header.namespace, runtimeId)) return refused("executor: incompatible header");
  if (!hasReceipts(group, signatures, proposed)) return invalidReceipt;
  const {ioRoot, storageSignatures} = proposed;
  const batch = {
    ioRoot,
    schedulerSignature: signed.signature,
    storageSignatures: storageSignatures ?? [],
    inputs: null,
  };
  return {kind: "proposal", header: proposed.header, batch};
}

function opened(
  signatures: ChainSignatures,
  runtimeId: Namespace,
  signed: SignedProposedBatch,
): ProposedBatch | null {
  try {
    return openProposedBatch(signatures, runtimeId, signed);
  } catch (error) {
    if (error instanceof SignatureError || error instanceof CborError) return null;
    throw error;
  }
}

/** Whether enough storage nodes keep the inputs. One that signed several times counts as often, as in the reference. */
function hasReceipts(
  group: Group,
  {verifier, chainContext}: ChainSignatures,
  {ioRoot, storageSignatures, header}: ProposedBatch,
): boolean {
  const signers = storageSignatures ?? [];
  if (signers.length < group.runtime.storage.minWriteReplication) return false;
  // More than one from each member is nothing but work.
  if (signers.length > (group.storage.committee.members ?? []).length) return false;
  try {
    checkStorageSigners(committeesOf(group), signers);
  } catch (error) {
    if (error instanceof RoothashError) return false;
    throw error;
  }
  const receipt = receiptBody(header.namespace, asRound(BigInt.asUintN(64, header.round + 1n)), [
    {type: "io", hash: ioRoot},
  ]);
  const message = prepare(signingContexts.storageReceipt, {chainContext}, encode(ReceiptBody, receipt));
  return verifier.verifyManyToOne(message, signers);
}
