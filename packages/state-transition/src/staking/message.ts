import type {Context} from "../context/index.ts";
import {stakingErrors} from "./errors.ts";
import {addEscrow} from "./transactions/addEscrow.ts";
import {reclaimEscrow} from "./transactions/reclaimEscrow.ts";
import {transfer} from "./transactions/transfer.ts";
import {withdraw} from "./transactions/withdraw.ts";
import type {Escrow, ReclaimEscrow, Transfer, Withdraw} from "./types/bodies.ts";

/** What a runtime wants done with its own account; the first that is set counts. */
export interface StakingOperations {
  readonly transfer: Transfer | null;
  readonly withdraw: Withdraw | null;
  readonly addEscrow: Escrow | null;
  readonly reclaimEscrow: ReclaimEscrow | null;
}

/** Executes a runtime's message in its context, by the rules of the transactions (consensus-core §4.5). */
export function executeStakingMessage(context: Context, message: StakingOperations): void {
  if (message.transfer !== null) transfer(context, message.transfer);
  else if (message.withdraw !== null) withdraw(context, message.withdraw);
  else if (message.addEscrow !== null) addEscrow(context, message.addEscrow);
  else if (message.reclaimEscrow !== null) reclaimEscrow(context, message.reclaimEscrow);
  else throw stakingErrors.invalidArgument();
}
