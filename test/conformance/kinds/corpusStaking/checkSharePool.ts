import {deposit, SharePool, stakeForShares, withdraw} from "@oasis-node/state-transition/staking";
import type {Reporter} from "../../kind.ts";
import {amount, codeOf, type Outcome, outcome, recordedCode} from "../../outcome.ts";
import {array, type JsonObject, object, string} from "../../records.ts";

/** One pool, one source of base units and one owner of shares through a sequence of operations. */
export function checkSharePool(record: JsonObject, where: string, report: Reporter): void {
  const pool = SharePool.make({
    balance: amount(record, "balance"),
    totalShares: amount(record, "total_shares"),
  });
  const source = {balance: amount(record, "source")};
  const owner = {shares: amount(record, "shares")};
  const run = (name: string, value: bigint): bigint => {
    if (name === "deposit") return deposit(pool, source, owner, value);
    if (name === "withdraw") return withdraw(pool, source, owner, value);
    return stakeForShares(pool, value);
  };
  for (const [i, item] of array(record.ops, where).entries()) {
    const step = object(item, where);
    const name = string(step.op, where);
    const title = `${i} ${name}`;
    const result: Outcome<bigint> = outcome(() => run(name, amount(step, "amount")));
    report.expect(`${title}: error`, recordedCode(step.error, where), codeOf(result));
    if (step.result !== undefined && "value" in result)
      report.expect(`${title}: result`, amount(step, "result"), result.value);
    report.expect(
      `${title}: after`,
      ["balance", "total_shares", "source", "shares"].map((field) => amount(step, field)),
      [pool.balance, pool.totalShares, source.balance, owner.shares],
    );
  }
}
