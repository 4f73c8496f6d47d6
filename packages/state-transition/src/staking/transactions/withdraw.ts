import type {Context} from "../../context/index.ts";
import {stakingErrors} from "../errors.ts";
import {emitStaking} from "../events.ts";
import {StakingState} from "../state.ts";
import type {Withdraw} from "../types/bodies.ts";
import {stakingGasOps} from "../types/parameters.ts";
import {setAllowance} from "./allow.ts";
import {chargeGas, requireAllowances, requireTwoAccounts} from "./steps.ts";

/** `staking.Withdraw`: takes base units that another account allows the caller (consensus-core §4.5). */
export function withdraw(context: Context, {from: owner, amount}: Withdraw): void {
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const parameters = chargeGas(context, state, stakingGasOps.withdraw);
  if (context.isSimulation) return;
  requireAllowances(parameters);
  const beneficiary = requireTwoAccounts(context, owner);
  const from = state.account(owner);
  const before = from.general.allowances?.get(beneficiary);
  if (before === undefined || before < amount)
    throw stakingErrors.forbidden({details: {allowance: before, need: amount}});
  const allowance = before - amount;
  setAllowance(from.general, beneficiary, allowance);
  const to = state.account(beneficiary);
  const {balance} = from.general;
  if (balance < amount) throw stakingErrors.insufficientBalance({details: {have: balance, need: amount}});
  from.general.balance = balance - amount;
  to.general.balance += amount;
  state.setAccount(beneficiary, to);
  state.setAccount(owner, from);
  emitStaking.transfer(context, {from: owner, to: beneficiary, amount});
  emitStaking.allowanceChange(context, {
    owner,
    beneficiary,
    allowance,
    negative: true,
    amountChange: amount,
  });
}
