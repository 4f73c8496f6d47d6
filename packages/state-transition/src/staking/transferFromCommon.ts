import {type Address, reservedAddresses} from "@oasis-node/primitives/address";
import {type Quantity, subtract, subtractUpTo} from "@oasis-node/primitives/quantity";
import type {Context} from "../context/index.ts";
import {emitStaking} from "./events.ts";
import {commissionOf, escrowCommission} from "./rewards.ts";
import {StakingState} from "./state.ts";
import type {Account} from "./types/account.ts";

/**
 * Gives an account what it can of an amount from the common pool, into its general balance or, for it and those who delegate
 * to it, into its active escrow (consensus-core §4.9). Returns whether that was anything.
 */
export function transferFromCommon(
  context: Context,
  to: Address,
  amount: Quantity,
  {escrow}: {readonly escrow: boolean},
): boolean {
  const state = new StakingState(context.tree);
  const {taken, left} = subtractUpTo(state.commonPool(), amount);
  const account = state.account(to);
  account.general.balance += taken;
  if (taken === 0n) return false;
  if (escrow) escrowTransferred(context, state, to, account, taken);
  else emitStaking.transfer(context, {from: reservedAddresses.commonPool, to, amount: taken});
  state.setCommonPool(left);
  state.setAccount(to, account);
  return true;
}

/** All is commission when nothing was escrowed before: there are no shares that could gain. */
function escrowTransferred(
  context: Context,
  state: StakingState,
  to: Address,
  account: Account,
  transferred: Quantity,
): void {
  const {general, escrow} = account;
  const hasShares = escrow.active.totalShares !== 0n;
  const commission = hasShares
    ? commissionOf(escrow, transferred, context.chain.currentEpoch())
    : transferred;
  if (hasShares) {
    const amount = subtract(transferred, commission);
    general.balance = subtract(general.balance, amount);
    escrow.active.balance += amount;
    emitStaking.addEscrow(context, {owner: reservedAddresses.commonPool, escrow: to, amount, newShares: 0n});
  }
  if (commission !== 0n) escrowCommission(context, state, general, {address: to, account}, commission);
}
