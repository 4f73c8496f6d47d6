import {stringifyJson} from "@oasis-node/primitives/json";
import {withNode} from "../client/index.ts";
import type {CommandRun} from "../framework/index.ts";
import {addressArgument, stakeFailure} from "./arguments.ts";
import {jsonAccountInfo} from "./jsonAccountInfo.ts";
import type {accountInfoOptions} from "./options.ts";
import {prettyAccountInfo} from "./prettyAccountInfo.ts";
import {queryAccount} from "./queryAccount.ts";

/** `stake account info` (cli-config-grpc §3.4). */
export const accountInfo: CommandRun<typeof accountInfoOptions> = async (context) => {
  const {options, environment} = context;
  const address = addressArgument(options["stake.account.address"], "account address");
  const info = await withNode(context, stakeFailure, (node) => queryAccount(node, address, options.height));
  const text = options.json ? `${stringifyJson(jsonAccountInfo(info), "  ")}\n` : prettyAccountInfo(info);
  environment.stdout.write(text);
};
