import type {CorpusKind, Reporter} from "../kind.ts";
import {type JsonObject, object, string} from "../records.ts";
import {checkCommission} from "./corpusStaking/checkCommission.ts";
import {checkPretty} from "./corpusStaking/checkPretty.ts";
import {checkSharePool} from "./corpusStaking/checkSharePool.ts";
import {checkState} from "./corpusStaking/checkState.ts";

const checks: Readonly<Record<string, (record: JsonObject, where: string, report: Reporter) => void>> = {
  share_pool: checkSharePool,
  commission: checkCommission,
  state: checkState,
  pretty: checkPretty,
};

/** Share pools, commission schedules, single steps of fees, rewards and slashing over small ledgers, and texts for people. */
export const corpusStaking: CorpusKind = {
  name: "staking",
  async check(records: AsyncIterable<unknown>, report: Reporter): Promise<void> {
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
  },
};
