import {type Address, reservedAddresses} from "@oasis-node/primitives/address";
import type {Epoch} from "@oasis-node/primitives/epoch";
import {type Quantity, quotient, subtract} from "@oasis-node/primitives/quantity";
import type {Context} from "../context/index.ts";
import {currentRate} from "./commission.ts";
import {emitStaking} from "./events.ts";
import {type BalanceHolder, deposit} from "./sharePool.ts";
import {StakingState} from "./state.ts";
import type {Account, EscrowAccount} from "./types/account.ts";
import {commissionRateDenominator} from "./types/commission.ts";
import type {RewardStep} from "./types/parameters.ts";

const rewardDenominator = 100_000_000n;

/** A share of a reward, such as the part of the validators that signed a block. */
export interface Attenuation {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

/**
 * Rewards the active stake of accounts in the order given: its factor of the scale that the schedule has for the epoch
 * (consensus-core §4.9). Throws `QuantityError` when the common pool is exhausted, which stops the chain.
 */
export function addRewards(
  context: Context,
  epoch: Epoch,
  factor: Quantity,
  addresses: readonly Address[],
): void {
  const state = new StakingState(context.tree);
  const scale = rewardScale(state, epoch);
  if (scale === null) return;
  const pool = {balance: state.commonPool()};
  for (const address of addresses) {
    const account = state.account(address);
    const reward = (account.escrow.active.balance * factor * scale) / rewardDenominator;
    if (reward === 0n) continue;
    payReward(context, state, pool, {address, account, reward, epoch});
    state.setAccount(address, account);
  }
  state.setCommonPool(pool.balance);
}

/** Rewards one account with a share of what `addRewards` would give, rounded down once more. Throws as that. */
export function addAttenuatedReward(
  context: Context,
  epoch: Epoch,
  factor: Quantity,
  {numerator, denominator}: Attenuation,
  address: Address,
): void {
  const state = new StakingState(context.tree);
  const scale = rewardScale(state, epoch);
  if (scale === null) return;
  const pool = {balance: state.commonPool()};
  const account = state.account(address);
  const whole = (account.escrow.active.balance * factor * scale * numerator) / rewardDenominator;
  const reward = quotient(whole, denominator);
  if (reward === 0n) return;
  payReward(context, state, pool, {address, account, reward, epoch});
  state.setAccount(address, account);
  state.setCommonPool(pool.balance);
}

/** What an account takes for itself of a reward to all who delegate to it; nothing without a rate. */
export function commissionOf({commissionSchedule}: EscrowAccount, reward: Quantity, epoch: Epoch): Quantity {
  const rate = currentRate(commissionSchedule, epoch);
  return rate === null ? 0n : (reward * rate) / commissionRateDenominator;
}

/** Escrows base units of `source` as the account's own, and says so as if they had been transferred to it before. */
export function escrowCommission(
  context: Context,
  state: StakingState,
  source: BalanceHolder,
  {address, account}: {readonly address: Address; readonly account: Account},
  amount: Quantity,
): void {
  const delegation = state.delegation(address, address);
  const newShares = deposit(account.escrow.active, source, delegation, amount);
  state.setDelegation(address, address, delegation);
  emitStaking.transfer(context, {from: reservedAddresses.commonPool, to: address, amount});
  emitStaking.addEscrow(context, {owner: address, escrow: address, amount, newShares});
}

interface Reward {
  readonly address: Address;
  readonly account: Account;
  readonly reward: Quantity;
  readonly epoch: Epoch;
}

/** The commission becomes shares of the account's own; the rest raises what all shares are worth. */
function payReward(
  context: Context,
  state: StakingState,
  pool: BalanceHolder,
  {address, account, reward, epoch}: Reward,
): void {
  const commission = commissionOf(account.escrow, reward, epoch);
  const amount = subtract(reward, commission);
  if (amount !== 0n) {
    pool.balance = subtract(pool.balance, amount);
    account.escrow.active.balance += amount;
    emitStaking.addEscrow(context, {
      owner: reservedAddresses.commonPool,
      escrow: address,
      amount,
      newShares: 0n,
    });
  }
  if (commission !== 0n) escrowCommission(context, state, pool, {address, account}, commission);
}

/** Scale of the first step that has not ended; null after the last. */
function rewardScale(state: StakingState, epoch: Epoch): Quantity | null {
  const steps: readonly RewardStep[] = state.parameters().rewardSchedule ?? [];
  return steps.find(({until}) => epoch < until)?.scale ?? null;
}
