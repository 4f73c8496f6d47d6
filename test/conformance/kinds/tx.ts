import {decode, encode, fromJson, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {PrivateKey} from "@oasis-node/primitives/ed25519";
import {TypedError} from "@oasis-node/primitives/errors";
import {
  isJsonObject,
  type JsonValue,
  jsonEntries,
  parseJson,
  stringifyJson,
} from "@oasis-node/primitives/json";
import {
  type PreparedContext,
  prepareContext,
  SignatureVerifier,
  signingContexts,
} from "@oasis-node/primitives/signature";
import {signerFromPrivateKey} from "@oasis-node/primitives/signers";
import {SignedTransaction, Transaction} from "@oasis-node/state-transition/consensus";
import {
  decodeBody,
  methodOf,
  prettyTransaction,
  transactionFromPretty,
} from "@oasis-node/state-transition/methods";
import type {FileKind, Reporter} from "../kind.ts";
import {base64, boolean, RecordError, readText, string} from "../records.ts";

const chainSeparator = " for chain ";

/** One vector, its parts decoded from base64. */
interface TxRecord {
  readonly kind: string;
  readonly signatureContext: string;
  readonly tx: JsonValue;
  readonly signedTx: JsonValue;
  readonly encodedTx: Uint8Array;
  readonly encodedSignedTx: Uint8Array;
  readonly valid: boolean;
  readonly signerPrivateKey: Uint8Array;
  readonly signerPublicKey: Uint8Array;
}

/** Transactions of the reference in all their forms: JSON, CBOR, signed. */
export const tx: FileKind = {
  name: "tx",
  async check(path, report) {
    const verifier = new SignatureVerifier();
    for (const [index, vector] of (await readVectors(path)).entries()) {
      const record = readRecord(vector, `record ${index}`);
      report.record(`record ${index} (${record.kind})`);
      await checkRecord(record, verifier, report);
    }
    await verifier.close();
  },
};

async function checkRecord(record: TxRecord, verifier: SignatureVerifier, report: Reporter): Promise<void> {
  const transaction = decode(Transaction, record.encodedTx);
  const context = contextOf(record);
  report.expect("signature context", record.signatureContext, new TextDecoder().decode(context));
  checkTransaction(transaction, record, report);
  checkSigned(transaction, record, context, verifier, report);
  const signer = signerFromPrivateKey(PrivateKey.fromBytes(record.signerPrivateKey));
  report.expect("public key", record.signerPublicKey, signer.publicKey);
  const again = await SignedTransaction.sign(signer, context, transaction);
  report.expect("signed again", record.encodedSignedTx, encode(SignedTransaction.envelope, again));
}

function checkTransaction(transaction: Transaction, record: TxRecord, report: Reporter): void {
  report.expect("encoded tx", record.encodedTx, encode(Transaction, transaction));
  const method = methodOf(transaction);
  const body = decodeBody(transaction);
  if (transaction.body !== null) report.expect("body", transaction.body, encode(method.body, body));
  report.expect("pretty tx", layout(record.tx), layout(prettyTransaction(transaction)));
  report.expect("tx of pretty", record.encodedTx, encode(Transaction, transactionFromPretty(record.tx)));
  report.expect(
    "valid",
    record.valid,
    passes(() => method.validate?.(body)),
  );
}

function checkSigned(
  transaction: Transaction,
  record: TxRecord,
  context: PreparedContext,
  verifier: SignatureVerifier,
  report: Reporter,
): void {
  const {envelope} = SignedTransaction;
  const signed = decode(envelope, record.encodedSignedTx);
  report.expect("encoded signed tx", record.encodedSignedTx, encode(envelope, signed));
  checkJson(envelope, signed, record.signedTx, record.encodedSignedTx, report);
  report.expect("signed bytes", record.encodedTx, signed.untrustedRawValue);
  report.expect("opened", transaction, SignedTransaction.open(verifier, context, signed));
  report.expect("signer", record.signerPublicKey, signed.signature.publicKey);
}

function checkJson<T>(
  schema: Schema<T>,
  value: T,
  json: JsonValue,
  bytes: Uint8Array,
  report: Reporter,
): void {
  report.expect("JSON form", layout(json), layout(toJson(schema, value)));
  report.expect("CBOR of JSON form", bytes, encode(schema, fromJson(schema, json)));
}

/** Our context for the chain that the recorded one names. */
function contextOf({signatureContext}: TxRecord): PreparedContext {
  const [, chainContext] = signatureContext.split(chainSeparator);
  return prepareContext(signingContexts.transaction, {chainContext});
}

function passes(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (error instanceof TypedError) return false;
    throw error;
  }
}

function layout(json: JsonValue): string {
  return stringifyJson(json, "  ");
}

function readRecord(vector: JsonValue, at: string): TxRecord {
  const field = (name: string): JsonValue => member(vector, name, at);
  const bytes = (name: string): Uint8Array => base64(field(name), `${at}: ${name}`);
  return {
    kind: string(field("kind"), `${at}: kind`),
    signatureContext: string(field("signature_context"), `${at}: signature_context`),
    tx: field("tx"),
    signedTx: field("signed_tx"),
    encodedTx: bytes("encoded_tx"),
    encodedSignedTx: bytes("encoded_signed_tx"),
    valid: boolean(field("valid"), `${at}: valid`),
    signerPrivateKey: bytes("signer_private_key"),
    signerPublicKey: bytes("signer_public_key"),
  };
}

/** The vectors of a file, their 64-bit numbers and the order of their members kept. */
async function readVectors(path: string): Promise<readonly JsonValue[]> {
  const vectors = parseJson(await readText(path));
  if (!Array.isArray(vectors)) throw new RecordError(path, "an array", vectors);
  return vectors;
}

function member(json: JsonValue, name: string, at: string): JsonValue {
  const entries = isJsonObject(json) ? [...jsonEntries(json)] : [];
  const found = entries.find(([key]) => key === name);
  if (found === undefined) throw new RecordError(at, `an object with ${name}`, json);
  return found[1];
}
