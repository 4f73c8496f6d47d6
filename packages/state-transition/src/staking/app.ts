import {type App, handle} from "../context/index.ts";
import {beginBlock, endBlock} from "./block.ts";
import {stakingAppName} from "./events.ts";
import {stakingMethods} from "./methods.ts";
import {addEscrow} from "./transactions/addEscrow.ts";
import {allow} from "./transactions/allow.ts";
import {amendCommissionSchedule} from "./transactions/amendCommissionSchedule.ts";
import {burn} from "./transactions/burn.ts";
import {reclaimEscrow} from "./transactions/reclaimEscrow.ts";
import {transfer} from "./transactions/transfer.ts";
import {withdraw} from "./transactions/withdraw.ts";

/** The staking application (consensus-core §4). */
export function stakingApp(): App {
  return {
    name: stakingAppName,
    handlers: new Map([
      handle(stakingMethods["staking.Transfer"], transfer),
      handle(stakingMethods["staking.Burn"], burn),
      handle(stakingMethods["staking.AddEscrow"], addEscrow),
      handle(stakingMethods["staking.ReclaimEscrow"], reclaimEscrow),
      handle(stakingMethods["staking.AmendCommissionSchedule"], amendCommissionSchedule),
      handle(stakingMethods["staking.Allow"], allow),
      handle(stakingMethods["staking.Withdraw"], withdraw),
    ]),
    beginBlock,
    endBlock,
  };
}
