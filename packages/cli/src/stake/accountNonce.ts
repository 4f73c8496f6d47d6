import {latestHeight} from "@oasis-node/primitives/epoch";
import {stringifyJson} from "@oasis-node/primitives/json";
import {stakingService} from "@oasis-node/rpc/services/staking";
import {withNode} from "../client/index.ts";
import type {CommandRun} from "../framework/index.ts";
import {addressArgument, stakeFailure} from "./arguments.ts";
import type {nonceOptions} from "./options.ts";
import {queried} from "./stakingQuery.ts";

/** `stake account nonce`. */
export const accountNonce: CommandRun<typeof nonceOptions> = async (context) => {
  const {options, environment} = context;
  const address = options["stake.account.address"];
  const owner = addressArgument(address, "account address");
  const {general} = await withNode(context, stakeFailure, (node) =>
    queried("account", () => node.api(stakingService).account({height: latestHeight, owner}), {address}),
  );
  const {nonce} = general;
  environment.stdout.write(`${options.json ? stringifyJson({address, nonce}, "  ") : nonce}\n`);
};
