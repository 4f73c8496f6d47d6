import {stakingMethods} from "@oasis-node/state-transition/staking";
import type {CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {addressArgument, amountArgument} from "./arguments.ts";
import type {transferOptions} from "./options.ts";

/** `stake account gen_transfer` (cli-config-grpc §3.4). */
export const genTransfer: CommandRun<typeof transferOptions> = async (context) => {
  const {options} = context;
  await generateTransaction(context, stakingMethods["staking.Transfer"], () => ({
    body: {
      to: addressArgument(options["stake.transfer.destination"], "transfer destination account address"),
      amount: amountArgument(options["stake.amount"], "transfer amount"),
    },
  }));
};
