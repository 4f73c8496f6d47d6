import {type Address, isReservedAddress} from "@oasis-node/primitives/address";
import {equal} from "@oasis-node/primitives/bytes";
import {type Context, HaltError} from "../../context/index.ts";
import {stakingErrors} from "../errors.ts";
import type {StakingState} from "../state.ts";
import type {Account} from "../types/account.ts";
import type {StakingParameters} from "../types/parameters.ts";

/** Charges the gas of a method and gives the parameters, which every method reads first (consensus-core §4.5). */
export function chargeGas(context: Context, state: StakingState, operation: string): StakingParameters {
  const parameters = state.parameters();
  context.useGas(1n, operation, parameters.gasCosts);
  return parameters;
}

/** The account that acts. Throws `forbidden` for those of the protocol itself. */
export function requireCaller(context: Context): Address {
  const caller = callerOf(context);
  if (isReservedAddress(caller)) throw stakingErrors.forbidden({details: {caller}});
  return caller;
}

/** The account that acts and another one. Throws `forbidden` for accounts of the protocol, `invalidArgument` when they are one. */
export function requireTwoAccounts(context: Context, other: Address): Address {
  const caller = callerOf(context);
  if (isReservedAddress(caller) || isReservedAddress(other)) throw stakingErrors.forbidden();
  if (equal(caller, other)) throw stakingErrors.invalidArgument();
  return caller;
}

function callerOf({caller}: Context): Address {
  if (caller === null) throw new HaltError("block", "transaction without caller");
  return caller;
}

/** Throws `forbidden` when runtimes may not escrow. */
export function requireEscrowMessages(context: Context, {allowEscrowMessages}: StakingParameters): void {
  if (context.isMessage && !allowEscrowMessages)
    throw stakingErrors.forbidden({hint: "runtimes may not escrow here"});
}

/** Throws `forbidden` when nobody may set or use allowances. */
export function requireAllowances({disableTransfers, maxAllowances}: StakingParameters): void {
  if (disableTransfers || maxAllowances === 0)
    throw stakingErrors.forbidden({hint: "allowances are disabled"});
}

/**
 * The account that is delegated to: the owner's own object if it is the owner. Throws `forbidden` when only own accounts may
 * be delegated to.
 */
export function delegateAccount(
  state: StakingState,
  {disableDelegation}: StakingParameters,
  owner: Address,
  ownerAccount: Account,
  escrow: Address,
): Account {
  if (equal(owner, escrow)) return ownerAccount;
  if (disableDelegation) throw stakingErrors.forbidden({hint: "delegation is disabled"});
  return state.account(escrow);
}
