import type {Address} from "@oasis-node/primitives/address";
import type {Quantity} from "@oasis-node/primitives/quantity";
import type {Context} from "../context/index.ts";
import {emitStaking} from "./events.ts";
import {StakingState} from "./state.ts";
import type {SharePool} from "./types/account.ts";

/**
 * Takes up to an amount of an account's escrow, from both pools in proportion, into the common pool; returns how much. Shares
 * stay as they are, so each loses value (consensus-core §4.10).
 */
export function slashEscrow(context: Context, owner: Address, amount: Quantity): Quantity {
  const state = new StakingState(context.tree);
  const commonPool = state.commonPool();
  const account = state.account(owner);
  const {active, debonding} = account.escrow;
  const total = active.balance + debonding.balance;
  const slashed = slashPool(active, amount, total) + slashPool(debonding, amount, total);
  if (slashed === 0n) return 0n;
  state.setCommonPool(commonPool + slashed);
  state.setAccount(owner, account);
  emitStaking.takeEscrow(context, {owner, amount: slashed});
  return slashed;
}

/** Takes the pool's part of an amount that is spread over `total`. */
function slashPool(pool: SharePool, amount: Quantity, total: Quantity): Quantity {
  if (total === 0n) return 0n;
  const part = (pool.balance * amount) / total;
  const taken = part < pool.balance ? part : pool.balance;
  pool.balance -= taken;
  return taken;
}
