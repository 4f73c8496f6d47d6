import {decode, encode} from "@oasis-node/primitives/cbor";
import {asEpoch} from "@oasis-node/primitives/epoch";
import {
  amendSchedule,
  CommissionSchedule,
  CommissionScheduleRules,
  checkGenesisSchedule,
  currentRate,
  pruneSchedule,
} from "@oasis-node/state-transition/staking";
import type {Reporter} from "../../kind.ts";
import {amount, type Outcome, outcome} from "../../outcome.ts";
import {base64, type JsonObject, number, object} from "../../records.ts";

/** A schedule by the rules for genesis, and after an amendment; errors with their texts. */
export function checkCommission(record: JsonObject, where: string, report: Reporter): void {
  const rules = decode(CommissionScheduleRules, base64(record.rules, where));
  const schedule = decode(CommissionSchedule, base64(record.schedule, where));
  const amendment = decode(CommissionSchedule, base64(record.amendment, where));
  const now = asEpoch(BigInt(number(record.now, where)));
  report.expect(
    "pruned",
    base64(record.pruned, where),
    encode(CommissionSchedule, pruneSchedule(schedule, now)),
  );
  const rate = record.current_rate === null ? null : amount(record, "current_rate");
  report.expect("current rate", rate, currentRate(schedule, now));
  const genesis = object(record.genesis, where);
  const valid = outcome(() => checkGenesisSchedule(schedule, rules, now));
  report.expect("genesis: error", recordedText(genesis, where), textOf(valid));
  const amended = object(record.amended, where);
  const result = outcome(() => amendSchedule(schedule, amendment, rules, now));
  report.expect("amended: error", recordedText(amended, where), textOf(result));
  if (amended.schedule !== undefined && "value" in result)
    report.expect("amended", base64(amended.schedule, where), encode(CommissionSchedule, result.value));
}

function textOf(result: Outcome<unknown>): string | null {
  return "refusal" in result ? result.refusal.message : null;
}

function recordedText({error, panic}: JsonObject, where: string): unknown {
  if (panic !== undefined) return panic;
  return error === null || error === undefined ? null : object(error, where).text;
}
