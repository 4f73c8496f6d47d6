import {type Context, HaltError} from "../../context/index.ts";
import {amendSchedule} from "../commission.ts";
import {StakingError} from "../stakingError.ts";
import {StakingState} from "../state.ts";
import type {AmendCommissionSchedule} from "../types/bodies.ts";
import {stakingGasOps} from "../types/parameters.ts";
import {chargeGas, requireCaller} from "./steps.ts";

/** `staking.AmendCommissionSchedule`: changes what the caller takes from rewards in the future (consensus-core §4.6). */
export function amendCommissionSchedule(context: Context, {amendment}: AmendCommissionSchedule): void {
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const {commissionScheduleRules} = chargeGas(context, state, stakingGasOps.amendCommissionSchedule);
  if (context.isSimulation) return;
  const epoch = context.transactionEpoch();
  const owner = requireCaller(context);
  const account = state.account(owner);
  const {commissionSchedule} = account.escrow;
  account.escrow.commissionSchedule = crashAsReference(() =>
    amendSchedule(commissionSchedule, amendment, commissionScheduleRules, epoch),
  );
  state.setAccount(owner, account);
}

/** Rules with an interval of 0 epochs crash the reference in this transaction (consensus-core §12). */
function crashAsReference<T>(run: () => T): T {
  try {
    return run();
  } catch (cause) {
    if (!(cause instanceof StakingError) || cause.code !== "rateChangeInterval") throw cause;
    throw new HaltError("crash", "commission schedule amended where rates may change every 0 epochs", {
      cause,
    });
  }
}
