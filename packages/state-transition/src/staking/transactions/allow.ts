import type {Address} from "@oasis-node/primitives/address";
import {BytesMap} from "@oasis-node/primitives/bytes";
import {type Quantity, subtractUpTo} from "@oasis-node/primitives/quantity";
import type {Context} from "../../context/index.ts";
import {stakingErrors} from "../errors.ts";
import {emitStaking} from "../events.ts";
import {StakingState} from "../state.ts";
import type {GeneralAccount} from "../types/account.ts";
import type {Allow} from "../types/bodies.ts";
import {stakingGasOps} from "../types/parameters.ts";
import {chargeGas, requireAllowances, requireTwoAccounts} from "./steps.ts";

/** `staking.Allow`: changes how much another account may withdraw from the caller's (consensus-core §4.5). */
export function allow(context: Context, {beneficiary, negative, amountChange}: Allow): void {
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const parameters = chargeGas(context, state, stakingGasOps.allow);
  if (context.isSimulation) return;
  requireAllowances(parameters);
  const owner = requireTwoAccounts(context, beneficiary);
  const account = state.account(owner);
  const before = account.general.allowances?.get(beneficiary) ?? 0n;
  const changed = negative ? subtractUpTo(before, amountChange).taken : amountChange;
  const allowance = negative ? before - changed : before + changed;
  const count = setAllowance(account.general, beneficiary, allowance);
  // Counted after the change, so that an account with too many by an earlier limit cannot lower one either.
  if (count > parameters.maxAllowances)
    throw stakingErrors.tooManyAllowances({details: {count, max: parameters.maxAllowances}});
  state.setAccount(owner, account);
  emitStaking.allowanceChange(context, {owner, beneficiary, allowance, negative, amountChange: changed});
}

/** Sets or, at zero, deletes an allowance; returns how many there are then. */
export function setAllowance(account: GeneralAccount, beneficiary: Address, allowance: Quantity): number {
  const allowances = account.allowances ?? new BytesMap<Address, Quantity>();
  if (allowance === 0n) allowances.delete(beneficiary);
  else allowances.set(beneficiary, allowance);
  account.allowances = allowances;
  return allowances.size;
}
