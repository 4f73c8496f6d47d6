import type {CorpusKind, Reporter} from "../kind.ts";
import {object, string} from "../records.ts";
import {checkHashes, hashKinds} from "./corpusTendermint/hashes.ts";
import {checkLight} from "./corpusTendermint/light.ts";
import {checkSigned, signedKinds} from "./corpusTendermint/signed.ts";
import {checkValidatorSetRecord} from "./corpusTendermint/validatorSet.ts";

/** The consensus engine's types: bytes, hashes, what is signed, validator rotation, and verdicts of the light client. */
export const corpusTendermint: CorpusKind = {
  name: "tendermint",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
    let line = 0;
    for await (const value of records) {
      const where = `line ${++line}`;
      const record = object(value, where);
      const kind = string(record.kind, where);
      report.record(`${where} (${kind})`);
      if (kind === "validator_set") checkValidatorSetRecord(record, where, report);
      else if (kind === "light") checkLight(record, where, report);
      else if (signedKinds.has(kind)) checkSigned(kind, record, where, report);
      else if (hashKinds.has(kind)) checkHashes(kind, record, where, report);
      else report.expect("kind", "a known one", kind);
    }
  },
};
