import {asEpoch} from "@oasis-node/primitives/epoch";
import {
  type CommissionRateBoundStep,
  type CommissionRateStep,
  stakingMethods,
} from "@oasis-node/state-transition/staking";
import type {CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {stakeFailure} from "./arguments.ts";
import type {commissionOptions} from "./options.ts";
import {type ScanError, scanNumbers} from "./scanNumbers.ts";

/** `stake account gen_amend_commission_schedule` (cli-config-grpc §3.4). */
export const genAmendCommissionSchedule: CommandRun<typeof commissionOptions> = async (context) => {
  const {options} = context;
  await generateTransaction(context, stakingMethods["staking.AmendCommissionSchedule"], () => ({
    body: {
      amendment: {
        rates: steps(options["stake.commission_schedule.rates"], rateStep),
        bounds: steps(options["stake.commission_schedule.bounds"], boundStep),
      },
    },
  }));
};

/** No steps at all are Go's nil list. */
function steps<T>(texts: readonly string[], step: (text: string, index: number) => T): T[] | null {
  return texts.length === 0 ? null : texts.map(step);
}

function rateStep(text: string, index: number): CommissionRateStep {
  const scanned = scanNumbers(text, 2);
  if ("error" in scanned) throw failure("rate", scanned, {index, raw_rate: text});
  const [start = 0n, rate = 0n] = scanned.numbers;
  return {start: asEpoch(start), rate};
}

function boundStep(text: string, index: number): CommissionRateBoundStep {
  const scanned = scanNumbers(text, 3);
  if ("error" in scanned) throw failure("bound", scanned, {index, raw_bound: text});
  const [start = 0n, rateMin = 0n, rateMax = 0n] = scanned.numbers;
  return {start: asEpoch(start), rateMin, rateMax};
}

function failure(kind: string, {error}: ScanError, fields: Readonly<Record<string, unknown>>): Error {
  return stakeFailure(`failed to parse commission schedule ${kind} step`, {err: error, ...fields});
}
