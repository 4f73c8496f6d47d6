import {equal} from "@oasis-node/primitives/bytes";
import type {Round} from "@oasis-node/primitives/epoch";
import type {Hash} from "@oasis-node/primitives/hash";
import type {Namespace} from "@oasis-node/primitives/namespace";
import type {PreparedContext, PublicKey, SignatureVerifier, Signed} from "@oasis-node/primitives/signature";
import {Receipt} from "@oasis-node/rpc/services";
import {StorageClientError} from "./storageClientError.ts";

/** What a receipt has to say. */
export interface ExpectedReceipt {
  readonly namespace: Namespace;
  readonly round: Round;
  /** In the order of the request; `type` is one of `rootTypes`. */
  readonly roots: readonly {readonly type: number; readonly hash: Hash}[];
}

/** How receipts of a chain are verified. */
export interface ReceiptSignatures {
  readonly verifier: SignatureVerifier;
  readonly context: PreparedContext;
}

/**
 * The one receipt in a node's answer, if it says what it should and the node has signed it (runtime-workers §4.5.4). The
 * reference takes anybody's signature. Throws `StorageClientError` `badReceipt`, `SignatureError`, `CborError`.
 */
export function checkReceipt(
  answer: readonly Signed[] | null,
  node: PublicKey,
  expected: ExpectedReceipt,
  {verifier, context}: ReceiptSignatures,
): Signed {
  const [receipt] = answer ?? [];
  if (receipt === undefined || answer?.length !== 1)
    throw badReceipt("expected one receipt", {got: answer?.length ?? 0});
  if (!equal(receipt.signature.publicKey, node)) throw badReceipt("signed by another node");
  const {namespace, round, roots, rootTypes} = Receipt.open(verifier, context, receipt);
  const hashes = roots ?? [];
  const isExpected =
    equal(namespace, expected.namespace) &&
    round === expected.round &&
    hashes.length === expected.roots.length &&
    (rootTypes?.length ?? 0) === expected.roots.length &&
    expected.roots.every(({type, hash}, i) => rootTypes?.[i] === type && equal(hashes[i] ?? none, hash));
  if (!isExpected) throw badReceipt("obtained roots don't equal the expected new roots", {round});
  return receipt;
}

const none = new Uint8Array();

function badReceipt(text: string, details: Readonly<Record<string, unknown>> = {}): StorageClientError {
  return new StorageClientError("badReceipt", `storage/client: ${text}`, {details});
}
