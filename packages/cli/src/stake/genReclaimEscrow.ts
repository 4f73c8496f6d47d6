import {stakingMethods} from "@oasis-node/state-transition/staking";
import type {CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {addressArgument, amountArgument} from "./arguments.ts";
import type {reclaimEscrowOptions} from "./options.ts";

/** `stake account gen_reclaim_escrow` (cli-config-grpc §3.4). */
export const genReclaimEscrow: CommandRun<typeof reclaimEscrowOptions> = async (context) => {
  const {options} = context;
  await generateTransaction(context, stakingMethods["staking.ReclaimEscrow"], () => ({
    body: {
      account: addressArgument(options["stake.escrow.account"], "escrow account"),
      shares: amountArgument(options["stake.shares"], "escrow reclaim shares"),
    },
  }));
};
