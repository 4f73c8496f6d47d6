import {equal, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, list, type Schema} from "@oasis-node/primitives/cbor";
import {asRound} from "@oasis-node/primitives/epoch";
import {asHash, hashOfValue} from "@oasis-node/primitives/hash";
import {asNamespace, type Namespace} from "@oasis-node/primitives/namespace";
import {
  prepareContext,
  type SignatureVerifier,
  type SigningContext,
  signed,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {
  type ChainSignatures,
  ComputeBody,
  ComputeResultsHeader,
  checkComputeBody,
  checkReceiptSignatures,
  ExecutorCommitment,
  Header,
  headerHash,
  Message,
  messagesHash,
  openExecutorCommitment,
  openProposedBatch,
  ProposedBatch,
  SignedProposedBatch,
} from "@oasis-node/state-transition/roothash";
import {ReceiptBody, receiptBody} from "@oasis-node/state-transition/storage";
import type {Reporter} from "../../kind.ts";
import {codeOf, outcome, recordedCode} from "../../outcome.ts";
import {base64, hex, type JsonObject, number, string} from "../../records.ts";

const Receipt = signed("storage.Receipt", ReceiptBody);
const Messages = list(Message);

export function checkHeader(record: JsonObject, where: string, report: Reporter): void {
  report.expect("hash", record.hash, toHex(headerHash(cbor(Header, record.header, where))));
  expectSame("header", Header, record.header, where, report);
}

export function checkMessages(record: JsonObject, where: string, report: Reporter): void {
  report.expect("hash", record.hash, toHex(messagesHash(cbor(Messages, record.messages, where))));
  expectSame("messages", Messages, record.messages, where, report);
}

/** What members of committees sign. */
export class SignedParts {
  readonly #verifier: SignatureVerifier;

  constructor(verifier: SignatureVerifier) {
    this.#verifier = verifier;
  }

  checkReceipt(record: JsonObject, where: string, report: Reporter): void {
    const receipt = cbor(Receipt.envelope, record.receipt, where);
    report.expect("signer", record.public_key, toHex(receipt.signature.publicKey));
    const {chainContext} = this.#signatures(record, where);
    const context = prepareContext(signingContexts.storageReceipt, {chainContext});
    const body = Receipt.open(this.#verifier, context, receipt);
    const round = asRound(BigInt(number(record.round, where)));
    const expected = receiptBody(namespaceOf(record, where), round, [
      {type: "io", hash: asHash(hex(record.io_root, where))},
      {type: "state", hash: asHash(hex(record.state_root, where))},
    ]);
    report.expect("body", encode(ReceiptBody, body), encode(ReceiptBody, expected));
  }

  checkBatch(record: JsonObject, where: string, report: Reporter): void {
    const envelope = cbor(SignedProposedBatch.envelope, record.batch, where);
    const batch = openProposedBatch(this.#signatures(record, where), namespaceOf(record, where), envelope);
    report.expect("batch", base64(record.blob, where), encode(ProposedBatch, batch));
  }

  checkCommitment(record: JsonObject, where: string, report: Reporter): void {
    const signatures = this.#signatures(record, where);
    const namespace = namespaceOf(record, where);
    const commitment = cbor(ExecutorCommitment.envelope, record.commitment, where);
    const {body} = openExecutorCommitment(signatures, namespace, commitment);
    report.expect("body", base64(record.body, where), encode(ComputeBody, body));
    report.expect("vote", record.header_hash, toHex(hashOfValue(ComputeResultsHeader, body.header)));
    const block = cbor(Header, record.block_header, where);
    const isNext = body.header.round === block.round + 1n;
    const isParent = isNext && equal(body.header.previousHash, headerHash(block));
    report.expect("based on the block", record.is_parent, isParent);
    const isScheduled = this.#isScheduled(body, block, namespace, record, where);
    report.expect("signature of the scheduler", record.scheduler_signature_ok, isScheduled);
    const basic = outcome(() => checkComputeBody(body));
    report.expect("by itself", recordedCode(record.validate_basic, where), codeOf(basic));
    const receipts = outcome(() => checkReceiptSignatures(signatures, namespace, body));
    report.expect("receipts", recordedCode(record.receipts_error, where), codeOf(receipts));
  }

  #isScheduled(
    body: ComputeBody,
    header: Header,
    namespace: Namespace,
    record: JsonObject,
    where: string,
  ): boolean {
    const {chainContext} = this.#signatures(record, where);
    const batch = {ioRoot: body.inputRoot, storageSignatures: body.inputStorageSigs, header};
    const context = runtimeContext(signingContexts.proposedBatch, chainContext, namespace);
    return this.#verifier.verifyUnder(context, encode(ProposedBatch, batch), body.txnSchedSig);
  }

  #signatures(record: JsonObject, where: string): ChainSignatures {
    return {verifier: this.#verifier, chainContext: string(record.chain_context, where)};
  }
}

function runtimeContext(context: SigningContext, chainContext: string, namespace: Namespace) {
  return prepareContext(context, {chainContext, suffix: toHex(namespace)});
}

function namespaceOf(record: JsonObject, where: string): Namespace {
  return asNamespace(hex(record.namespace, where));
}

/** Bytes decode to a value whose encoding they are. */
function expectSame<T>(
  what: string,
  schema: Schema<T>,
  value: unknown,
  where: string,
  report: Reporter,
): void {
  const bytes = base64(value, where);
  report.expect(what, bytes, encode(schema, decode(schema, bytes)));
}

function cbor<T>(schema: Schema<T>, value: unknown, where: string): T {
  return decode(schema, base64(value, where));
}
