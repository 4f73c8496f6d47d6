import {equal} from "@oasis-node/primitives/bytes";
import type {Context} from "../../context/index.ts";
import {stakingErrors} from "../errors.ts";
import {emitStaking} from "../events.ts";
import {deposit} from "../sharePool.ts";
import {StakingState} from "../state.ts";
import type {Escrow} from "../types/bodies.ts";
import {stakingGasOps} from "../types/parameters.ts";
import {chargeGas, delegateAccount, requireCaller, requireEscrowMessages} from "./steps.ts";

/** `staking.AddEscrow`: puts base units of the caller into the active pool of an account, for shares (consensus-core §4.5). */
export function addEscrow(context: Context, {account: escrow, amount}: Escrow): void {
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const parameters = chargeGas(context, state, stakingGasOps.addEscrow);
  requireEscrowMessages(context, parameters);
  if (context.isSimulation) return;
  const {minDelegation} = parameters;
  if (amount < minDelegation)
    throw stakingErrors.underMinDelegationAmount({details: {amount, minDelegation}});
  const owner = requireCaller(context);
  const from = state.account(owner);
  const to = delegateAccount(state, parameters, owner, from, escrow);
  const delegation = state.delegation(owner, escrow);
  const newShares = deposit(to.escrow.active, from.general, delegation, amount);
  state.setAccount(owner, from);
  if (!equal(owner, escrow)) state.setAccount(escrow, to);
  state.setDelegation(owner, escrow, delegation);
  emitStaking.addEscrow(context, {owner, escrow, amount, newShares});
}
