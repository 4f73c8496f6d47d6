import {toHex} from "@oasis-node/primitives/bytes";
import {verifySigstruct} from "@oasis-node/runtime/sgx";
import type {Reporter} from "../../kind.ts";
import {outcome, refusalText} from "../../outcome.ts";
import {base64, type JsonObject, number, object, RecordError, string} from "../../records.ts";

/** Verdicts on what signers of enclaves state. Most records only say which byte of the first one they change. */
export class SigstructCheck {
  #first: Uint8Array | null = null;

  check(record: JsonObject, where: string, report: Reporter): void {
    const found = outcome(() => verifySigstruct(this.#input(record, where)));
    const recorded = record.error === null ? null : string(object(record.error, where).text, where);
    report.expect("error", recorded, refusalText(found));
    if (!("value" in found)) return;
    const {sigstruct, modulus} = found.value;
    const {year, month, day} = sigstruct.buildDate;
    report.expect(
      "build date",
      record.build_date,
      new Date(Date.UTC(year, month - 1, day)).toISOString().replace(".000", ""),
    );
    report.expect("enclave", record.enclave_hash, toHex(sigstruct.enclaveHash));
    report.expect("product", record.isv_prod_id, sigstruct.productId);
    report.expect("security version", record.isv_svn, sigstruct.securityVersion);
    report.expect("modulus", record.modulus, modulus.toString(16));
  }

  #input(record: JsonObject, where: string): Uint8Array {
    if (record.in !== undefined) {
      const bytes = base64(record.in, where);
      this.#first ??= bytes;
      return bytes;
    }
    if (this.#first === null) throw new RecordError(where, "a whole record before", null);
    return this.#first.with(number(record.changed_offset, where), number(record.changed_byte, where));
  }
}
