import {subtract} from "@oasis-node/primitives/quantity";
import type {Context} from "../../context/index.ts";
import {emitStaking} from "../events.ts";
import {StakingState} from "../state.ts";
import type {Burn} from "../types/bodies.ts";
import {stakingGasOps} from "../types/parameters.ts";
import {chargeGas, requireCaller} from "./steps.ts";

/** `staking.Burn`: destroys base units of the caller, also while transfers are disabled (consensus-core §4.5). */
export function burn(context: Context, {amount}: Burn): void {
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  chargeGas(context, state, stakingGasOps.burn);
  if (context.isSimulation) return;
  const owner = requireCaller(context);
  const account = state.account(owner);
  account.general.balance = subtract(account.general.balance, amount);
  const supply = state.totalSupply();
  state.setAccount(owner, account);
  // A supply that is too small stays as it is: the reference ignores that error.
  state.setTotalSupply(supply < amount ? supply : supply - amount);
  emitStaking.burn(context, {owner, amount});
}
