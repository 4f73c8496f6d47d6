import {stakingMethods} from "@oasis-node/state-transition/staking";
import type {CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {addressArgument, amountArgument} from "./arguments.ts";
import type {withdrawOptions} from "./options.ts";

/** `stake account gen_withdraw` (cli-config-grpc §3.4). */
export const genWithdraw: CommandRun<typeof withdrawOptions> = async (context) => {
  const {options} = context;
  await generateTransaction(context, stakingMethods["staking.Withdraw"], () => ({
    body: {
      from: addressArgument(options["stake.withdraw.source"], "source account address"),
      amount: amountArgument(options["stake.amount"], "withdraw amount"),
    },
  }));
};
