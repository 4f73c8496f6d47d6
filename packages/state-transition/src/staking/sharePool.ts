import {type Quantity, subtract} from "@oasis-node/primitives/quantity";
import {stakingErrors} from "./errors.ts";
import type {SharePool} from "./types/account.ts";

/** Holds base units that can be moved: a general account, a pool, or a balance of its own. */
export interface BalanceHolder {
  balance: Quantity;
}

/** Holds shares of a pool: a delegation of either kind. */
export interface ShareHolder {
  shares: Quantity;
}

/**
 * Moves base units from `source` into a pool and gives `owner` shares for them; returns how many, which may be none
 * (consensus-core §4.4). Throws `invalidArgument` when all was slashed, `QuantityError` when `source` has too little; nothing
 * has changed then.
 */
export function deposit(
  pool: SharePool,
  source: BalanceHolder,
  owner: ShareHolder,
  amount: Quantity,
): Quantity {
  const shares = sharesForStake(pool, amount);
  source.balance = subtract(source.balance, amount);
  pool.balance += amount;
  pool.totalShares += shares;
  owner.shares += shares;
  return shares;
}

/**
 * Turns shares of `owner` back into base units of `destination`; returns how many. Throws `QuantityError` when there are too
 * few shares. As in the reference, those of `owner` are gone by then if it is the pool that lacks them.
 */
export function withdraw(
  pool: SharePool,
  destination: BalanceHolder,
  owner: ShareHolder,
  shares: Quantity,
): Quantity {
  const amount = stakeForShares(pool, shares);
  owner.shares = subtract(owner.shares, shares);
  pool.totalShares = subtract(pool.totalShares, shares);
  pool.balance = subtract(pool.balance, amount);
  destination.balance += amount;
  return amount;
}

/** What shares are worth in base units, rounded down. */
export function stakeForShares({balance, totalShares}: SharePool, shares: Quantity): Quantity {
  return totalShares === 0n ? 0n : (shares * balance) / totalShares;
}

/** The first shares cost a base unit each; a pool that lost everything can have no new ones. */
function sharesForStake({balance, totalShares}: SharePool, amount: Quantity): Quantity {
  if (totalShares === 0n) return amount;
  if (balance === 0n) throw stakingErrors.invalidArgument({details: {totalShares}});
  return (amount * totalShares) / balance;
}
