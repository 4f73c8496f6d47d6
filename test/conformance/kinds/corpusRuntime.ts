import {SignatureVerifier} from "@oasis-node/primitives/signature";
import type {CorpusKind, Reporter} from "../kind.ts";
import {type JsonObject, object, string} from "../records.ts";
import {checkAddress, checkDerive, checkNamespace} from "./corpusRuntime/addresses.ts";
import {ReportCheck} from "./corpusRuntime/avr.ts";
import {checkIoTree} from "./corpusRuntime/ioTree.ts";
import {checkHeader, checkMessages, SignedParts} from "./corpusRuntime/rounds.ts";
import {SigstructCheck} from "./corpusRuntime/sigstruct.ts";
import {checkTls} from "./corpusRuntime/tls.ts";

type Check = (record: JsonObject, where: string, report: Reporter) => void;

/** What runtimes and their nodes agree on: headers, messages, receipts, batches, commitments, addresses, enclaves, attestation, TLS. */
export const corpusRuntime: CorpusKind = {
  name: "runtime",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    const verifier = new SignatureVerifier();
    const checks = checksOf(verifier);
    let line = 0;
    for await (const value of records) {
      const where = `line ${++line}`;
      const record = object(value, where);
      const kind = string(record.kind, where);
      report.record(`${where} (${kind})`);
      const check = checks[kind];
      if (check === undefined) report.expect("kind", Object.keys(checks), kind);
      else check(record, where, report);
    }
    await verifier.close();
  },
};

function checksOf(verifier: SignatureVerifier): Readonly<Record<string, Check>> {
  const parts = new SignedParts(verifier);
  const reports = new ReportCheck();
  const sigstructs = new SigstructCheck();
  return {
    header: checkHeader,
    messages: checkMessages,
    receipt: parts.checkReceipt.bind(parts),
    proposed_batch: parts.checkBatch.bind(parts),
    commitment: parts.checkCommitment.bind(parts),
    io_tree: checkIoTree,
    address: checkAddress,
    derive: checkDerive,
    namespace: checkNamespace,
    sigstruct: sigstructs.check.bind(sigstructs),
    avr: reports.check.bind(reports),
    tls: checkTls,
  };
}
