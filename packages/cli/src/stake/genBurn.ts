import {stakingMethods} from "@oasis-node/state-transition/staking";
import type {CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {amountArgument} from "./arguments.ts";
import type {burnOptions} from "./options.ts";

/** `stake account gen_burn` (cli-config-grpc §3.4). */
export const genBurn: CommandRun<typeof burnOptions> = async (context) => {
  const {options} = context;
  await generateTransaction(context, stakingMethods["staking.Burn"], () => ({
    body: {
      amount: amountArgument(options["stake.amount"], "burn amount"),
    },
  }));
};
