import {decode} from "@oasis-node/primitives/cbor";
import {prettyAmount, prettyFraction, type TokenContext, toTokenAmount} from "@oasis-node/primitives/token";
import {Account, prettyAccount, prettyBodies, stakingMethods} from "@oasis-node/state-transition/staking";
import type {Reporter} from "../../kind.ts";
import {amount, codeOf, outcome, recordedCode} from "../../outcome.ts";
import {base64, type JsonObject, number, object, RecordError, string} from "../../records.ts";

/** Texts of accounts, bodies of transactions and amounts. */
export function checkPretty(record: JsonObject, where: string, report: Reporter): void {
  const token = tokenContext(object(record.context, where));
  if (record.account !== undefined) {
    const account = decode(Account, base64(record.account, where));
    report.expect("account", record.text, prettyAccount(account, "  ", token));
  } else if (record.body !== undefined) {
    const found = prettyBody(string(record.type, where), base64(record.body, where), token);
    report.expect("body", record.text, found);
  } else if (record.frac !== undefined) {
    checkFraction(record, where, token, report);
  } else {
    report.expect("amount", record.text, prettyAmount(amount(record, "amount"), token));
  }
}

function checkFraction(record: JsonObject, where: string, {exponent}: TokenContext, report: Reporter): void {
  const value = amount(record, "amount");
  const shift = number(record.frac_exponent, where);
  report.expect("fraction", record.frac, prettyFraction(value, shift));
  const result = outcome(() => toTokenAmount(value, shift));
  report.expect("token amount: error", recordedCode(record.error, where), codeOf(result));
  if ("value" in result) report.expect(`token amount (${exponent})`, record.token_amount, result.value);
}

/** Recorded by the type of the body rather than by the method. */
function prettyBody(type: string, body: Uint8Array, token: TokenContext): string {
  const prefix = " ";
  switch (type) {
    case "staking.Transfer":
      return prettyBodies["staking.Transfer"](
        decode(stakingMethods["staking.Transfer"].body, body),
        prefix,
        token,
      );
    case "staking.Burn":
      return prettyBodies["staking.Burn"](decode(stakingMethods["staking.Burn"].body, body), prefix, token);
    case "staking.Escrow":
      return prettyBodies["staking.AddEscrow"](
        decode(stakingMethods["staking.AddEscrow"].body, body),
        prefix,
        token,
      );
    case "staking.ReclaimEscrow":
      return prettyBodies["staking.ReclaimEscrow"](
        decode(stakingMethods["staking.ReclaimEscrow"].body, body),
        prefix,
      );
    case "staking.AmendCommissionSchedule":
      return prettyBodies["staking.AmendCommissionSchedule"](
        decode(stakingMethods["staking.AmendCommissionSchedule"].body, body),
        prefix,
      );
    case "staking.Allow":
      return prettyBodies["staking.Allow"](decode(stakingMethods["staking.Allow"].body, body), prefix, token);
    case "staking.Withdraw":
      return prettyBodies["staking.Withdraw"](
        decode(stakingMethods["staking.Withdraw"].body, body),
        prefix,
        token,
      );
    default:
      throw new RecordError("type", "a body of staking", type);
  }
}

function tokenContext({symbol, exponent, sign}: JsonObject): TokenContext {
  return {
    ...(typeof symbol === "string" ? {symbol} : {}),
    ...(typeof exponent === "number" ? {exponent} : {}),
    ...(typeof sign === "string" ? {sign} : {}),
  };
}
