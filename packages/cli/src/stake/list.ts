import {addressToText} from "@oasis-node/primitives/address";
import {toJson} from "@oasis-node/primitives/cbor";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {type JsonValue, stringifyJson} from "@oasis-node/primitives/json";
import {stakingService} from "@oasis-node/rpc/services/staking";
import {Account} from "@oasis-node/state-transition/staking";
import {withNode} from "../client/index.ts";
import type {CommandRun} from "../framework/index.ts";
import {stakeFailure} from "./arguments.ts";
import type {listOptions} from "./options.ts";
import {queried} from "./stakingQuery.ts";

/** `stake list`: one address a line, with `-v` one JSON object each; with `--json` one list or one object. */
export const stakeList: CommandRun<typeof listOptions> = (context) =>
  withNode(context, stakeFailure, async (node) => {
    const {options, environment} = context;
    const print = (value: JsonValue) => environment.stdout.write(`${stringifyJson(value, "  ")}\n`);
    const staking = node.api(stakingService);
    const addresses = (await queried("addresses", () => staking.addresses(latestHeight))) ?? [];
    const accounts: Record<string, JsonValue> = {};
    for (const owner of addresses) {
      const address = addressToText(owner);
      if (!options.verbose) {
        if (!options.json) environment.stdout.write(`${address}\n`);
        continue;
      }
      const account = await queried("account", () => staking.account({height: latestHeight, owner}), {
        address,
      });
      const json = toJson(Account, account);
      if (options.json) accounts[address] = json;
      else print({[address]: json});
    }
    if (options.json) print(options.verbose ? accounts : addresses.map(addressToText));
  });
