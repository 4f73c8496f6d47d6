import {type Address, reservedAddresses} from "@oasis-node/primitives/address";
import {type Quantity, subtract} from "@oasis-node/primitives/quantity";
import type {Context} from "../context/index.ts";
import {emitStaking} from "../staking/index.ts";
import {StakingState} from "../staking/state.ts";

const {governanceDeposits, commonPool} = reservedAddresses;

/** Takes the deposit of a proposal from its submitter. Throws `QuantityError` when the balance is too small. */
export function takeDeposit(ctx: Context, from: Address, amount: Quantity): void {
  const staking = new StakingState(ctx.tree);
  const account = staking.account(from);
  const balance = subtract(account.general.balance, amount);
  staking.setAccount(from, {...account, general: {...account.general, balance}});
  staking.setGovernanceDeposits(staking.governanceDeposits() + amount);
  emitStaking.transfer(ctx, {from, to: governanceDeposits, amount});
}

/** Gives a deposit back. Throws `QuantityError` when there are not so many deposits. */
export function returnDeposit(ctx: Context, to: Address, amount: Quantity): void {
  const staking = new StakingState(ctx.tree);
  const account = staking.account(to);
  const deposits = subtract(staking.governanceDeposits(), amount);
  const balance = account.general.balance + amount;
  staking.setAccount(to, {...account, general: {...account.general, balance}});
  staking.setGovernanceDeposits(deposits);
  emitStaking.transfer(ctx, {from: governanceDeposits, to, amount});
}

/** Puts the deposit of a rejected proposal into the common pool. Throws `QuantityError` when there are not so many deposits. */
export function confiscateDeposit(ctx: Context, amount: Quantity): void {
  const staking = new StakingState(ctx.tree);
  staking.setGovernanceDeposits(subtract(staking.governanceDeposits(), amount));
  staking.setCommonPool(staking.commonPool() + amount);
  emitStaking.transfer(ctx, {from: governanceDeposits, to: commonPool, amount});
}
