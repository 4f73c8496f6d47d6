import {type Allow, stakingMethods} from "@oasis-node/state-transition/staking";
import type {CommandContext, CommandRun} from "../framework/index.ts";
import {generateTransaction} from "../signing/index.ts";
import {addressArgument, amountArgument, stakeFailure} from "./arguments.ts";
import type {allowOptions} from "./options.ts";

/** `stake account gen_allow` (cli-config-grpc §3.4). */
export const genAllow: CommandRun<typeof allowOptions> = async (context) => {
  await generateTransaction(context, stakingMethods["staking.Allow"], () => ({body: allowance(context)}));
};

function allowance({options}: CommandContext<typeof allowOptions>): Allow {
  const beneficiary = addressArgument(options["stake.allow.beneficiary"], "beneficiary account address");
  const change = options["stake.allow.amount_change"];
  if (change === "") throw stakeFailure("malformed allowance change amount");
  const negative = change.startsWith("-");
  const amountChange = amountArgument(negative ? change.slice(1) : change, "allowance change amount");
  return {beneficiary, negative, amountChange};
}
