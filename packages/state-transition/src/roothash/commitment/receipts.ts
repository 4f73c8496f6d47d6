import {encode} from "@oasis-node/primitives/cbor";
import {Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import {prepare, SignatureError, signingContexts} from "@oasis-node/primitives/signature";
import {ReceiptBody, receiptBody} from "../../storage/index.ts";
import type {ComputeBody} from "../types/commitment.ts";
import type {ChainSignatures} from "./open.ts";

/** What storage nodes sign for the results of a round; of a failure, roots of zeros. */
export function computeReceipt(namespace: Namespace, {header}: ComputeBody): ReceiptBody {
  const {round, ioRoot, stateRoot} = header;
  return receiptBody(namespace, round, [
    {type: "io", hash: ioRoot ?? Hash.zero()},
    {type: "state", hash: stateRoot ?? Hash.zero()},
  ]);
}

/**
 * Checks that there are receipts and all are signatures over the results (consensus-paratime §3.6 step n). Throws
 * `SignatureError` `verifyFailed`.
 */
export function checkReceiptSignatures(
  {verifier, chainContext}: ChainSignatures,
  namespace: Namespace,
  body: ComputeBody,
): void {
  const receipt = encode(ReceiptBody, computeReceipt(namespace, body));
  const message = prepare(signingContexts.storageReceipt, {chainContext}, receipt);
  if (!verifier.verifyManyToOne(message, body.storageSignatures ?? []))
    throw new SignatureError("verifyFailed");
}
