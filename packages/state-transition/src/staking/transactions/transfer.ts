import type {Address} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {subtract} from "@oasis-node/primitives/quantity";
import type {Context} from "../../context/index.ts";
import {stakingErrors} from "../errors.ts";
import {emitStaking} from "../events.ts";
import {StakingState} from "../state.ts";
import type {Transfer} from "../types/bodies.ts";
import {type StakingParameters, stakingGasOps} from "../types/parameters.ts";
import {chargeGas, requireCaller} from "./steps.ts";

/** `staking.Transfer`: moves base units to another account; to oneself it only checks the balance (consensus-core §4.5). */
export function transfer(context: Context, {to, amount}: Transfer): void {
  if (context.isCheckOnly) return;
  const state = new StakingState(context.tree);
  const parameters = chargeGas(context, state, stakingGasOps.transfer);
  if (context.isSimulation) return;
  const from = requireCaller(context);
  if (!mayTransfer(parameters, from)) throw stakingErrors.forbidden({hint: "transfers are disabled"});
  const sender = state.account(from);
  const {balance} = sender.general;
  if (equal(from, to)) {
    if (balance < amount) throw stakingErrors.insufficientBalance({details: {have: balance, need: amount}});
  } else {
    const recipient = state.account(to);
    sender.general.balance = subtract(balance, amount);
    recipient.general.balance += amount;
    state.setAccount(to, recipient);
  }
  state.setAccount(from, sender);
  emitStaking.transfer(context, {from, to, amount});
}

function mayTransfer({disableTransfers, undisableTransfersFrom}: StakingParameters, from: Address): boolean {
  return !disableTransfers || undisableTransfersFrom?.get(from) === true;
}
