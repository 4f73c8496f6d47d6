import {equal} from "@oasis-node/primitives/bytes";
import {asEpoch} from "@oasis-node/primitives/epoch";
import type {Context} from "../../context/index.ts";
import {stakingErrors} from "../errors.ts";
import {emitStaking} from "../events.ts";
import {deposit, withdraw} from "../sharePool.ts";
import {StakingState} from "../state.ts";
import type {ReclaimEscrow} from "../types/bodies.ts";
import {DebondingDelegation} from "../types/delegation.ts";
import {stakingGasOps} from "../types/parameters.ts";
import {chargeGas, delegateAccount, requireCaller, requireEscrowMessages} from "./steps.ts";

/** `staking.ReclaimEscrow`: moves shares of the caller from the active to the debonding pool (consensus-core §4.5). */
export function reclaimEscrow(context: Context, {account: escrow, shares}: ReclaimEscrow): void {
  if (shares === 0n) throw stakingErrors.invalidArgument();
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const parameters = chargeGas(context, state, stakingGasOps.reclaimEscrow);
  requireEscrowMessages(context, parameters);
  if (context.isSimulation) return;
  const owner = requireCaller(context);
  const to = state.account(owner);
  const from = delegateAccount(state, parameters, owner, to, escrow);
  const delegation = state.delegation(owner, escrow);
  const debondEnd = asEpoch(BigInt.asUintN(64, context.transactionEpoch() + parameters.debondingInterval));
  const debonding = DebondingDelegation.make({debondEnd});
  const reclaimed = {balance: 0n};
  const amount = withdraw(from.escrow.active, reclaimed, delegation, shares);
  const debondingShares = deposit(from.escrow.debonding, reclaimed, debonding, amount);
  state.addDebondingDelegation(owner, escrow, debonding);
  state.setDelegation(owner, escrow, delegation);
  state.setAccount(owner, to);
  if (!equal(owner, escrow)) state.setAccount(escrow, from);
  emitStaking.debondingStart(context, {owner, escrow, amount, activeShares: shares, debondingShares});
}
