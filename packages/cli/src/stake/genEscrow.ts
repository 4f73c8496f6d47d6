import {stakingMethods} from "@oasis-node/state-transition/staking";
import type {CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {addressArgument, amountArgument} from "./arguments.ts";
import type {addEscrowOptions} from "./options.ts";

/** `stake account gen_escrow` (cli-config-grpc §3.4). */
export const genEscrow: CommandRun<typeof addEscrowOptions> = async (context) => {
  const {options} = context;
  await generateTransaction(context, stakingMethods["staking.AddEscrow"], () => ({
    body: {
      account: addressArgument(options["stake.escrow.account"], "escrow account"),
      amount: amountArgument(options["stake.amount"], "escrow amount"),
    },
  }));
};
