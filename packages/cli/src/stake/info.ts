import {latestHeight} from "@oasis-node/primitives/epoch";
import {stringifyJson} from "@oasis-node/primitives/json";
import type {Quantity} from "@oasis-node/primitives/quantity";
import {prettyAmount} from "@oasis-node/primitives/token";
import {stakingService} from "@oasis-node/rpc/services/staking";
import {memberText} from "@oasis-node/state-transition/enumeration";
import {stakingErrors, thresholdKinds} from "@oasis-node/state-transition/staking";
import {withNode} from "../client/index.ts";
import {type CommandContext, type CommandRun, orFail} from "../framework/index.ts";
import {stakeFailure} from "./arguments.ts";
import type {infoOptions} from "./options.ts";
import {queried, type StakingApi} from "./stakingQuery.ts";

/** As the reference shows them. */
const kinds = [
  thresholdKinds.entity,
  thresholdKinds.nodeValidator,
  thresholdKinds.nodeCompute,
  thresholdKinds.nodeStorage,
  thresholdKinds.nodeKeymanager,
  thresholdKinds.runtimeCompute,
  thresholdKinds.runtimeKeymanager,
];

/** `stake info` (cli-config-grpc §3.3). Each line is printed as soon as it is known. */
export const stakeInfo: CommandRun<typeof infoOptions> = (context) =>
  withNode(context, stakeFailure, async (node) => {
    const staking = node.api(stakingService);
    const {stdout} = context.environment;
    const print = context.options.json ? () => {} : (line: string) => stdout.write(`${line}\n`);
    const symbol = await queried("token's symbol", () => staking.tokenSymbol());
    print(`Token's ticker symbol: ${symbol}`);
    const exponent = await queried("token's value exponent", () => staking.tokenValueExponent());
    print(`Token's value base-10 exponent: ${exponent}`);
    const facts: Record<string, string> = {};
    for (const [name, key, ask] of amountsOf(staking)) {
      const amount = await queried(name, () => ask(latestHeight));
      facts[key] = amount.toString();
      print(`${name[0]?.toUpperCase()}${name.slice(1)}: ${prettyAmount(amount, {symbol, exponent})}`);
    }
    const thresholds: Record<string, string> = {};
    for await (const [name, amount] of thresholdsOf(context, staking)) {
      thresholds[name] = amount.toString();
      print(`Staking threshold (${name}): ${prettyAmount(amount, {symbol, exponent})}`);
    }
    if (!context.options.json) return;
    const token = {symbol, value_exponent: exponent};
    stdout.write(`${stringifyJson({token, ...facts, thresholds}, "  ")}\n`);
  });

type AmountQuestion = readonly [name: string, key: string, ask: StakingApi["totalSupply"]];

function amountsOf(staking: StakingApi): readonly AmountQuestion[] {
  return [
    ["total supply", "total_supply", staking.totalSupply],
    ["common pool", "common_pool", staking.commonPool],
    ["last block fees", "last_block_fees", staking.lastBlockFees],
    ["governance deposits", "governance_deposits", staking.governanceDeposits],
  ];
}

/** Those that the network defines; a warning for each of the others. */
async function* thresholdsOf(
  {logger}: CommandContext<typeof infoOptions>,
  staking: StakingApi,
): AsyncGenerator<readonly [string, Quantity]> {
  for (const kind of kinds) {
    const name = memberText(thresholdKinds, kind) ?? "";
    const amount = await orFail(
      async () => {
        try {
          return await staking.threshold({height: latestHeight, kind});
        } catch (error) {
          if (!stakingErrors.invalidThreshold.is(error)) throw error;
          logger.module("cmd/stake").warn(`invalid staking threshold kind: ${name}`);
          return null;
        }
      },
      (err) => stakeFailure("failed to query staking threshold", {err}),
    );
    if (amount !== null) yield [name, amount];
  }
}
