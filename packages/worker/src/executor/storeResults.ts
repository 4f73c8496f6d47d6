import {rootTypes} from "@oasis-node/mkvs/node";
import {equal} from "@oasis-node/primitives/bytes";
import {encode} from "@oasis-node/primitives/cbor";
import {asRound} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import {prepareContext, type Signature, signingContexts} from "@oasis-node/primitives/signature";
import {Receipt} from "@oasis-node/rpc/services";
import {checkStorageSigners, type Header} from "@oasis-node/state-transition/roothash";
import {ReceiptBody, receiptBody} from "@oasis-node/state-transition/storage";
import {committeesOf, type Group} from "../committee/index.ts";
import type {ProposedInputs} from "./batch.ts";
import type {ComputedBatch} from "./computeBody.ts";
import type {ExecutorDependencies} from "./dependencies.ts";
import {ExecutorError} from "./executorError.ts";

/** What was computed, with both roots. */
export interface Results {
  readonly computed: ComputedBatch;
  readonly ioRoot: Hash;
  readonly stateRoot: Hash;
}

/** Throws `ExecutorError` `malformedResponse` when the runtime gave no roots. */
export function resultsOf(computed: ComputedBatch): Results {
  const {ioRoot, stateRoot} = computed.header;
  if (ioRoot !== null && stateRoot !== null) return {computed, ioRoot, stateRoot};
  throw new ExecutorError("malformedResponse", "runtime did not give the roots of its results");
}

/**
 * Has storage keep the results of the round after the block, and checks that this is what storage nodes signed
 * (runtime-workers §4.4.5 steps 3 and 4). Gives their signatures. Throws what storage throws, `ExecutorError` `badReceipt`,
 * `RoothashError`, `SignatureError`.
 */
export async function storeResults(
  {storage, signatures}: Pick<ExecutorDependencies, "storage" | "signatures">,
  {header, group}: {readonly header: Header; readonly group: Group},
  batch: ProposedInputs,
  results: Results,
  signal: AbortSignal,
): Promise<Signature[]> {
  const {namespace, round, stateRoot} = header;
  const next = asRound(round + 1n);
  const {computed, ...roots} = results;
  // The order decides that of the roots in the receipts.
  const ops = [
    {
      rootType: rootTypes.io,
      srcRound: next,
      srcRoot: batch.ioRoot,
      dstRoot: roots.ioRoot,
      writeLog: computed.ioWriteLog ?? [],
    },
    {
      rootType: rootTypes.state,
      srcRound: round,
      srcRoot: stateRoot,
      dstRoot: roots.stateRoot,
      writeLog: computed.stateWriteLog ?? [],
    },
  ];
  const receipts = (await storage.applyBatch({namespace, dstRound: next, ops}, {signal})) ?? [];
  const expected = receiptBody(namespace, next, [
    {type: "io", hash: roots.ioRoot},
    {type: "state", hash: roots.stateRoot},
  ]);
  const context = prepareContext(signingContexts.storageReceipt, {chainContext: signatures.chainContext});
  for (const receipt of receipts) {
    const body = Receipt.open(signatures.verifier, context, receipt);
    if (!equal(encode(ReceiptBody, body), encode(ReceiptBody, expected)))
      throw new ExecutorError("badReceipt", "receipt is not for the results", {details: {round: next}});
  }
  const signers = receipts.map(({signature}) => signature);
  checkStorageSigners(committeesOf(group), signers);
  return signers;
}
