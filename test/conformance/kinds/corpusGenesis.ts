import {reservedPublicKeys} from "@oasis-node/primitives/address";
import {toHex} from "@oasis-node/primitives/bytes";
import {TypedError} from "@oasis-node/primitives/errors";
import {isJsonObject, type JsonValue, parseJson, stringifyJson} from "@oasis-node/primitives/json";
import {knownTestPublicKeys, nodeBlacklist, SignatureVerifier} from "@oasis-node/primitives/signature";
import {
  chainContext,
  checkDocument,
  type Document,
  documentHash,
  documentProblems,
  parseDocument,
} from "@oasis-node/state-transition/genesis";
import type {CorpusKind, Reporter} from "../kind.ts";
import {array, type JsonObject, object, RecordError, string} from "../records.ts";

/** Genesis documents, most of them changed in one place: how they decode, their hash, and the verdict of the checks. */
export const corpusGenesis: CorpusKind = {
  name: "genesis",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    const verifier = new SignatureVerifier({blacklist: recordedBlacklist()});
    const bases = new Map<string, JsonValue>();
    let line = 0;
    for await (const value of records) {
      const where = `line ${++line}`;
      const record = object(value, where);
      const [base, operation] = [string(record.base, where), string(record.op, where)];
      report.record(`${where} (${base}: ${operation} ${pathOf(record, where).join("/")})`);
      if (operation === "none") bases.set(base, parseJson(string(record.document, where)));
      checkRecord(record, changedText(record, bases.get(base) ?? null, where), verifier, report);
    }
    await verifier.close();
  },
};

/** The recording process let test keys pass, which the recorded chains sign with. */
function recordedBlacklist(): ReturnType<typeof nodeBlacklist> {
  return nodeBlacklist({
    reserved: Object.values(reservedPublicKeys),
    testKeys: knownTestPublicKeys(),
    allowTestKeys: true,
    genesis: [],
  });
}

function checkRecord(record: JsonObject, text: string, verifier: SignatureVerifier, report: Reporter): void {
  const document = decoded(text);
  report.expect("decodes", record.decode_error === undefined, document !== null);
  if (document === null) return;
  report.expect("hash", record.hash, toHex(documentHash(document)));
  report.expect("chain context", record.chain_context, chainContext(document));
  const strict = verdictOf(record, "");
  checkVerdict("verdict", strict, document, {verifier, debugAllowed: false, skipAttestation: false}, report);
  const debug = verdictOf(record, "_debug");
  checkVerdict(
    "debug verdict",
    debug ?? strict,
    document,
    {verifier, debugAllowed: true, skipAttestation: false},
    report,
  );
}

/** Reasons that the reference may give: none for a good document, null where it crashed. */
type Verdict = {readonly reasons: readonly string[] | null};

/** Null when nothing was recorded, which means the same as without the debug flag. */
function verdictOf(record: JsonObject, suffix: string): Verdict | null {
  const [ok, error] = [record[`ok${suffix}`], record[`error${suffix}`]];
  const [errors, panic] = [record[`errors${suffix}`], record[`panic${suffix}`]];
  if (panic !== undefined) return {reasons: null};
  if (ok === true) return {reasons: []};
  if (errors !== undefined) return {reasons: array(errors, "errors").map((one) => string(one, "errors"))};
  return error === undefined ? null : {reasons: [string(error, "error")]};
}

function checkVerdict(
  what: string,
  verdict: Verdict | null,
  document: Document,
  checks: Parameters<typeof checkDocument>[1],
  report: Reporter,
): void {
  if (verdict === null) throw new RecordError(what, "a verdict", verdict);
  const found = checkDocument(document, checks)?.message ?? null;
  const [first] = documentProblems(document, checks);
  report.expect(`${what}: first of all problems`, found, first?.message ?? null);
  if (verdict.reasons === null) report.expect(`${what}: refused`, true, found !== null);
  else if (found === null || !verdict.reasons.includes(found))
    report.expect(what, verdict.reasons[0] ?? null, found);
}

/** Null for a text that is no document. */
function decoded(text: string): Document | null {
  try {
    return parseDocument(text);
  } catch (error) {
    if (error instanceof TypedError) return null;
    throw error;
  }
}

function changedText(record: JsonObject, base: JsonValue, where: string): string {
  if (record.document !== undefined) return string(record.document, where);
  const path = pathOf(record, where);
  return stringifyJson(changed(base, path, record.op === "remove" ? undefined : exact(record.value), where));
}

/** The value with another one at the end of the path, or without it; lists close the gap. */
function changed(
  value: JsonValue,
  [step, ...rest]: readonly (string | number)[],
  end: JsonValue | undefined,
  where: string,
): JsonValue {
  if (step === undefined) throw new RecordError(where, "a path", step);
  const inner = (child: JsonValue | undefined): JsonValue | undefined =>
    rest.length === 0 ? end : changed(child ?? null, rest, end, where);
  if (Array.isArray(value) && typeof step === "number") {
    const next = inner(value[step]);
    return [...value.slice(0, step), ...(next === undefined ? [] : [next]), ...value.slice(step + 1)];
  }
  if (!isJsonObject(value) || value instanceof Map) throw new RecordError(where, "an object", value);
  const entries = Object.entries(value).filter(([key]) => key !== step);
  const next = inner(Object.entries(value).find(([key]) => key === step)?.[1]);
  return Object.fromEntries(next === undefined ? entries : [...entries, [step, next]]);
}

/** Integers as bigints, as the parsed documents have them. */
function exact(value: unknown): JsonValue {
  if (typeof value === "number") return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (value === null) return null;
  const entries = Object.entries(object(value, "value"));
  return Object.fromEntries(entries.map(([key, member]) => [key, exact(member)]));
}

function pathOf(record: JsonObject, where: string): (string | number)[] {
  return array(record.path ?? [], where).map((step) => {
    if (typeof step === "string" || typeof step === "number") return step;
    throw new RecordError(where, "a key or an index", step);
  });
}
