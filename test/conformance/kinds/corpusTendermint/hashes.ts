import {ResponseDeliverTx} from "@oasis-node/consensus/abci";
import {verifyProof} from "@oasis-node/consensus/merkle";
import {decode, encode} from "@oasis-node/consensus/protobuf";
import {
  checkEvidence,
  checkPart,
  Evidence,
  evidenceBytes,
  evidenceHash,
  evidenceListHash,
  Header,
  headerHash,
  Part,
  resultsHash,
  splitIntoParts,
  transactionsHash,
} from "@oasis-node/consensus/tendermint";
import {toHex} from "@oasis-node/primitives/bytes";
import type {Reporter} from "../../kind.ts";
import {base64, type JsonObject, number, RecordError} from "../../records.ts";
import {items, verdict} from "./verdict.ts";

const checks: Readonly<Record<string, (record: JsonObject, where: string, report: Reporter) => void>> = {
  header: checkHeaderRecord,
  txs: checkTransactions,
  results: checkResults,
  parts: checkParts,
  evidence: checkEvidenceRecord,
};

export const hashKinds: ReadonlySet<string> = new Set(Object.keys(checks));

/** Hashes of headers and of what they name. */
export function checkHashes(kind: string, record: JsonObject, where: string, report: Reporter): void {
  checks[kind]?.(record, where, report);
}

function checkHeaderRecord(record: JsonObject, where: string, report: Reporter): void {
  const bytes = base64(record.header, where);
  const header = decode(Header, bytes);
  report.expect("encoded", bytes, encode(Header, header));
  report.expect("hash", record.hash, toHex(headerHash(header)));
}

function checkTransactions(record: JsonObject, where: string, report: Reporter): void {
  const transactions = items(record.txs, where).map((item) => base64(item, where));
  report.expect("hash", record.hash, toHex(transactionsHash(transactions)));
}

function checkResults(record: JsonObject, where: string, report: Reporter): void {
  const results = items(record.responses, where).map((item) =>
    decode(ResponseDeliverTx, base64(item, where)),
  );
  report.expect("hash", record.hash, toHex(resultsHash(results)));
}

function checkParts(record: JsonObject, where: string, report: Reporter): void {
  const {header, parts} = splitIntoParts(base64(record.data, where), number(record.part_size, where));
  report.expect("total", record.total, header.total);
  report.expect("hash", record.hash, toHex(header.hash));
  const recorded = items(record.parts, where).map((item) => base64(item, where));
  report.expect(
    "parts",
    recorded,
    parts.map((part) => encode(Part, part)),
  );
  for (const bytes of recorded) {
    const part = decode(Part, bytes);
    checkPart(part);
    verifyProof(part.proof, header.hash, part.bytes);
  }
}

function checkEvidenceRecord(record: JsonObject, where: string, report: Reporter): void {
  const bytes = base64(record.evidence, where);
  const evidence = decode(Evidence, bytes);
  if (evidence === null) throw new RecordError(where, "evidence of a known kind", evidence);
  report.expect("encoded", bytes, encode(Evidence, evidence));
  report.expect("bytes", base64(record.bytes, where), evidenceBytes(evidence));
  report.expect("hash", record.hash, toHex(evidenceHash(evidence)));
  report.expect("list hash", record.list_hash, toHex(evidenceListHash([evidence])));
  report.expect("validate error", record.validate_error, verdict(() => checkEvidence(evidence)) ?? "");
}
