import {rootTypes} from "@oasis-node/mkvs/node";
import type {WriteLog} from "@oasis-node/mkvs/writeLog";
import {toHex} from "@oasis-node/primitives/bytes";
import {asRound} from "@oasis-node/primitives/epoch";
import {emptyHash, type Hash} from "@oasis-node/primitives/hash";
import {prepareContext, signingContexts} from "@oasis-node/primitives/signature";
import {type Header, SignedProposedBatch} from "@oasis-node/state-transition/roothash";
import type {ProposedInputs} from "./batch.ts";
import type {ExecutorDependencies, ExecutorStorage} from "./dependencies.ts";

/** Inputs to be proposed, as a tree. */
export interface InputTree {
  readonly root: Hash;
  readonly writeLog: WriteLog;
}

/** A batch that the node has signed, and with what it is told to others. */
export interface OwnProposal {
  readonly batch: ProposedInputs;
  readonly proposal: SignedProposedBatch;
}

/** Has storage keep inputs for the round after the block; gives the receipts. */
export async function storeInputs(
  storage: Pick<ExecutorStorage, "apply">,
  {namespace, round}: Header,
  {root, writeLog}: InputTree,
  signal: AbortSignal,
) {
  const next = asRound(round + 1n);
  const request = {
    namespace,
    rootType: rootTypes.io,
    srcRound: next,
    srcRoot: emptyHash,
    dstRound: next,
    dstRoot: root,
    writeLog: [...writeLog],
  };
  return (await storage.apply(request, {signal})) ?? [];
}

/** Stores inputs and signs the proposal to execute them after the block (runtime-workers §4.4.3). */
export async function makeProposal(
  {storage, signer, signatures, runtimeId}: ExecutorDependencies,
  header: Header,
  tree: InputTree,
  inputs: readonly Uint8Array[] | null,
  signal: AbortSignal,
): Promise<OwnProposal> {
  const receipts = await storeInputs(storage, header, tree, signal);
  const storageSignatures = receipts.map(({signature}) => signature);
  const context = prepareContext(signingContexts.proposedBatch, {
    chainContext: signatures.chainContext,
    suffix: toHex(runtimeId),
  });
  const body = {ioRoot: tree.root, storageSignatures, header};
  const proposal = await SignedProposedBatch.sign(signer, context, body);
  const batch = {ioRoot: tree.root, schedulerSignature: proposal.signature, storageSignatures, inputs};
  return {batch, proposal};
}
