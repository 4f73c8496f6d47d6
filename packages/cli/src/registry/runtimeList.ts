import {toHex} from "@oasis-node/primitives/bytes";
import {latestHeight} from "@oasis-node/primitives/epoch";
import {Runtime} from "@oasis-node/state-transition/registry";
import {type CommandRun, failuresOf} from "../framework/index.ts";
import {askRegistry} from "./askRegistry.ts";
import type {runtimeListOptions} from "./options.ts";
import {printItems} from "./printItems.ts";

/** `registry runtime list`. */
export const runtimeList: CommandRun<typeof runtimeListOptions> = async (context) => {
  const failed = failuresOf("cmd/registry/runtime");
  const includeSuspended = context.options.include_suspended;
  const runtimes = await askRegistry(context, failed, "runtimes", (registry) =>
    registry.getRuntimes({height: latestHeight, includeSuspended}),
  );
  printItems(context, Runtime, runtimes, ({id}) => toHex(id));
};
