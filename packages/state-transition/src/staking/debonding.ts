import {equal} from "@oasis-node/primitives/bytes";
import type {Epoch} from "@oasis-node/primitives/epoch";
import type {Context} from "../context/index.ts";
import {emitStaking} from "./events.ts";
import {withdraw} from "./sharePool.ts";
import {StakingState, type StoredDebondingDelegation} from "./state.ts";

/** When an epoch begins: pays out the debonding delegations that have ended by it (consensus-core §4.10). */
export function payOutDebonded(context: Context, epoch: Epoch): void {
  const state = new StakingState(context.tree);
  for (const entry of state.expiredDebondingDelegations(epoch)) payOut(context, state, entry);
}

function payOut(context: Context, state: StakingState, entry: StoredDebondingDelegation): void {
  const {delegator: owner, escrow, delegation} = entry;
  const {shares} = delegation;
  const to = state.account(owner);
  const from = equal(owner, escrow) ? to : state.account(escrow);
  const amount = withdraw(from.escrow.debonding, to.general, delegation, shares);
  state.removeDebondingDelegation(entry);
  state.setAccount(owner, to);
  if (from !== to) state.setAccount(escrow, from);
  emitStaking.reclaimEscrow(context, {owner, escrow, amount, shares});
}
