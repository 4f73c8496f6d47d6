import {toHex} from "@oasis-node/primitives/bytes";
import {
  AttestationError,
  checkReportSignature,
  quoteFromBytes,
  type Report,
  reportFromBody,
} from "@oasis-node/state-transition/registry";
import type {Reporter} from "../../kind.ts";
import {outcome} from "../../outcome.ts";
import {base64, boolean, type JsonObject, number, object, string} from "../../records.ts";

/** By what the reference's texts begin with; ours say the same in other words. */
const codes: readonly (readonly [prefix: string, code: AttestationError["code"]])[] = [
  ["ias/avr: failed to verify AVR signature", "signature"],
  ["ias/avr: failed to verify certificate chain", "certificates"],
  ["ias/avr: unexpected certificate chain length", "certificates"],
  ["ias/avr: invalid quote: ", "quote"],
];

/** Verdicts on reports of Intel's attestation service. Certificates that a record leaves out are those of the first. */
export class ReportCheck {
  #certificates: string | null = null;

  check(record: JsonObject, where: string, report: Reporter): void {
    const recorded = record.certificates ?? this.#certificates;
    const certificates = string(recorded, where);
    this.#certificates ??= certificates;
    const body = base64(record.body, where);
    const found = outcome(() => {
      const signedReport = {
        body,
        signature: Buffer.from(string(record.signature, where)),
        certificateChain: Buffer.from(certificates),
      };
      checkReportSignature(signedReport, BigInt(number(record.time, where)) * 1_000_000_000n);
      const debugEnclaves = boolean(record.allow_debug, where);
      // The recording node knew of no signing keys that everybody has.
      return reportFromBody(body, {debugEnclaves, testSigners: true});
    });
    const code = "refusal" in found && found.refusal instanceof AttestationError ? found.refusal.code : null;
    report.expect("error", codeOfText(record.error, where), code);
    if ("value" in found) checkReport(record, found.value, report);
  }
}

function checkReport(record: JsonObject, {id, nonce, quoteStatus, quote}: Report, report: Reporter): void {
  report.expect("id", record.id, id);
  report.expect("nonce", record.nonce, nonce);
  report.expect("status", record.status, quoteStatus);
  const {mrEnclave, mrSigner, reportData} = quoteFromBytes(quote ?? new Uint8Array());
  report.expect("enclave", record.mr_enclave, toHex(mrEnclave));
  report.expect("signer", record.mr_signer, toHex(mrSigner));
  report.expect("data of the enclave", record.report_data, toHex(reportData));
}

/** The text itself when it is none of those that are known. */
function codeOfText(error: unknown, where: string): string | null {
  if (error === null) return null;
  const text = string(object(error, where).text, where);
  return codes.find(([prefix]) => text.startsWith(prefix))?.[1] ?? text;
}
