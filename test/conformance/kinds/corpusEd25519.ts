import {isReservedAddress, reservedPublicKeys, stakingAddress} from "@oasis-node/primitives/address";
import {PrivateKey, verify, verifyBatch} from "@oasis-node/primitives/ed25519";
import {
  asPublicKey,
  asRawSignature,
  type ContextParts,
  knownTestPublicKeys,
  type PreparedMessage,
  type PublicKey,
  PublicKeyBlacklist,
  prepare,
  prepareContext,
  prepareMessage,
  type Signature,
  type SignatureCheck,
  SignatureVerifier,
  type SigningContext,
  SigningContextError,
  signingContextByName,
  testPrivateKey,
} from "@oasis-node/primitives/signature";
import type {CorpusKind, Reporter} from "../kind.ts";
import {array, boolean, hex, type JsonObject, object, RecordError, string} from "../records.ts";

type Check = (record: JsonObject, report: Reporter, verifiers: Verifiers) => Promise<void>;

interface Verifiers {
  readonly plain: SignatureVerifier;
  readonly blacklisting: SignatureVerifier;
}

/** Verdicts of Ed25519 as the node verifies it, contexts, batches and the blacklist (corpora/ed25519.jsonl). */
export const corpusEd25519: CorpusKind = {
  name: "ed25519",
  async check(records, report) {
    const verifiers = {
      plain: new SignatureVerifier(),
      blacklisting: new SignatureVerifier({blacklist: recordedBlacklist()}),
    };
    let line = 0;
    for await (const value of records) {
      line++;
      const record = object(value, `line ${line}`);
      const kind = string(record.kind, "kind");
      report.record(`line ${line}: ${kind} ${typeof record.note === "string" ? record.note : ""}`);
      const check = checks[kind];
      if (check === undefined) throw new RecordError("kind", "a known kind", kind);
      await check(record, report, verifiers);
    }
    await Promise.all([verifiers.plain.close(), verifiers.blacklisting.close()]);
  },
};

const checks: Readonly<Record<string, Check>> = {
  speccheck: checkPlain,
  zip215: checkPlain,
  ed25519vectors: checkPlain,
  wycheproof: checkPlain,
  torsion: checkPlain,
  encodings: checkPlain,
  random: checkPlain,
  sign: checkSign,
  batch: checkBatch,
  context: checkContext,
  blacklist: checkBlacklist,
  verify_batch: checkVerifyBatch,
  verify_many_to_one: checkManyToOne,
};

async function checkPlain(record: JsonObject, report: Reporter): Promise<void> {
  const entry = readEntry(record);
  const valid = boolean(record.valid, "valid");
  report.expect("valid", valid, verify(entry.publicKey, entry.message, entry.signature));
  report.expect("valid in a batch", valid, verifyBatch([entry, entry]));
}

async function checkSign(record: JsonObject, report: Reporter): Promise<void> {
  await checkPlain(record, report);
  const key = PrivateKey.fromSeed(hex(record.seed, "seed"));
  report.expect("public key", hex(record.public_key, "public_key"), key.publicKey);
  report.expect("signature", hex(record.signature, "signature"), key.sign(hex(record.message, "message")));
}

async function checkBatch(record: JsonObject, report: Reporter): Promise<void> {
  const entries = readEntries(record);
  report.expect("valid", boolean(record.valid, "valid"), verifyBatch(entries.map(readEntry)));
  for (const entry of entries) await checkPlain(entry, report);
}

async function checkContext(record: JsonObject, report: Reporter, {plain}: Verifiers): Promise<void> {
  const message = hex(record.message, "message");
  const prepared = attempt(() => prepare(readContext(record), readParts(record), message));
  if ("error" in record || typeof prepared === "string") {
    report.expect("error", record.error, prepared);
    return;
  }
  const key = PrivateKey.fromSeed(hex(record.seed, "seed"));
  report.expect("prepared", hex(record.prepared, "prepared"), prepared);
  report.expect("public key", hex(record.public_key, "public_key"), key.publicKey);
  report.expect("signature", hex(record.signature, "signature"), key.sign(prepared));
  const signature = readSignature(record);
  report.expect("valid", boolean(record.valid, "valid"), plain.verify({message: prepared, ...signature}));
}

async function checkBlacklist(record: JsonObject, report: Reporter, verifiers: Verifiers): Promise<void> {
  const signature = readSignature(record);
  const message = prepare(readContext(record), {}, hex(record.message, "message"));
  const check = {message, ...signature};
  const valid = boolean(record.valid, "valid");
  report.expect("key valid", record.key_valid, verifiers.blacklisting.isUsable(signature.publicKey));
  await expectAllWays(report, verifiers.blacklisting, [check], valid);
  if ("valid_without_blacklist" in record) {
    report.expect("valid without blacklist", record.valid_without_blacklist, verifiers.plain.verify(check));
  }
  if ("address_valid" in record) {
    report.expect(
      "address valid",
      record.address_valid,
      !isReservedAddress(stakingAddress(signature.publicKey)),
    );
  }
}

async function checkVerifyBatch(
  record: JsonObject,
  report: Reporter,
  {blacklisting}: Verifiers,
): Promise<void> {
  const context = prepareContext(readContext(record), {});
  const entries = readEntries(record).map((entry): SignatureCheck => {
    return {message: prepareMessage(context, hex(entry.message, "message")), ...readSignature(entry)};
  });
  await expectAllWays(report, blacklisting, entries, boolean(record.valid, "valid"));
}

async function checkManyToOne(
  record: JsonObject,
  report: Reporter,
  {blacklisting}: Verifiers,
): Promise<void> {
  const message = prepare(readContext(record), {}, hex(record.message, "message"));
  const signatures = readEntries(record).map(readSignature);
  const valid = boolean(record.valid, "valid");
  report.expect("many to one", valid, blacklisting.verifyManyToOne(message, signatures));
  const entries = signatures.map((signature) => ({message, ...signature}));
  await expectAllWays(report, blacklisting, entries, valid);
}

/** Single, batch and both threaded ways must agree; only the batch calls an empty list invalid. */
async function expectAllWays(
  report: Reporter,
  verifier: SignatureVerifier,
  entries: readonly SignatureCheck[],
  valid: boolean,
): Promise<void> {
  report.expect("batch", valid, verifier.verifyBatch(entries));
  const single = entries.map((entry) => verifier.verify(entry));
  report.expect("all of single", valid, single.length > 0 && single.every(Boolean));
  // Verifiers of their own: nothing remembered from above.
  const fresh = new SignatureVerifier({blacklist: recordedBlacklist()});
  report.expect("bulk", single, await fresh.verifyBulk(entries));
  report.expect("untrusted", single, await fresh.verifyUntrusted(entries));
  await fresh.close();
}

/** Text of the error of an action which prepares a context, or its result. */
function attempt(action: () => PreparedMessage): PreparedMessage | string {
  try {
    return action();
  } catch (error) {
    if (error instanceof SigningContextError) return error.message;
    throw error;
  }
}

/** The keys which the recording process had blacklisted: reserved ones and the test keys it knew. */
function recordedBlacklist(): PublicKeyBlacklist {
  const names = ["oasis-core test: common entity signer", "corpora test key"];
  const ofRecording = names.map((name) => asPublicKey(testPrivateKey(name).publicKey));
  return PublicKeyBlacklist.of([
    ...Object.values(reservedPublicKeys),
    ...knownTestPublicKeys(),
    ...ofRecording,
  ]);
}

function readContext(record: JsonObject): SigningContext {
  return signingContextByName(string(record.context, "context"));
}

function readParts(record: JsonObject): ContextParts {
  const chainContext = string(record.chain_context, "chain_context");
  return "suffix" in record ? {chainContext, suffix: string(record.suffix, "suffix")} : {chainContext};
}

function readEntries(record: JsonObject): JsonObject[] {
  const entries = record.entries === null ? [] : array(record.entries, "entries");
  return entries.map((entry) => object(entry, "entry"));
}

function readEntry(record: JsonObject): {publicKey: PublicKey; message: Uint8Array; signature: Uint8Array} {
  return {
    publicKey: asPublicKey(hex(record.public_key, "public_key")),
    message: hex(record.message, "message"),
    signature: hex(record.signature, "signature"),
  };
}

function readSignature(record: JsonObject): Signature {
  const {publicKey, signature} = readEntry(record);
  return {publicKey, signature: asRawSignature(signature)};
}
