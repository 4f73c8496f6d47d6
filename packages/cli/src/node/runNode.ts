import {type NodeConfig, nodeConfig} from "@oasis-node/node/config";
import {DataDirectoryError} from "@oasis-node/node/dataDirectory";
import {exitCodes, NodeError, type RunningNode, startNode} from "@oasis-node/node/node";
import type {nodeOptions} from "@oasis-node/node/options";
import {type CommandContext, type CommandRun, earlyFailure, silentFailure} from "../framework/index.ts";
import {checkDescriptors} from "./checkDescriptors.ts";
import {nodeLogger} from "./nodeLogger.ts";
import {tellProblem} from "./tellProblem.ts";

type NodeContext = CommandContext<typeof nodeOptions>;

/** `oasis-node`: runs the node until it is told to stop, or cannot go on (cli-config-grpc §2.1, §7). */
export const runNode: CommandRun<typeof nodeOptions> = async (context) => {
  const config = checkedConfig(context);
  const {environment, logger, partLogger} = context;
  const moduleLogger = nodeLogger(logger.module("oasis-node"), partLogger("oasis-node"));
  await checkDescriptors(config.debug.descriptorLimit, moduleLogger);
  // From here on signals stop the node instead of the process, in whichever state it is.
  const {signal} = environment;
  const node = await started(config, context, moduleLogger);
  const stop = (): void => {
    void node.stop();
  };
  if (signal.aborted) stop();
  else signal.addEventListener("abort", stop, {once: true});
  const {kind} = await node.ended;
  signal.removeEventListener("abort", stop);
  if (kind !== "stopped") throw silentFailure(exitCodes[kind]);
};

/** Everything that is wrong with the configuration gets a line of the log. */
function checkedConfig({reading, environment, logger}: NodeContext): NodeConfig {
  const outcome = nodeConfig(reading, environment.cwd);
  if ("config" in outcome) return outcome.config;
  for (const problem of outcome.problems) tellProblem(problem, logger.module("oasis-node"));
  throw silentFailure(exitCodes.start);
}

async function started(
  config: NodeConfig,
  {environment}: NodeContext,
  logger: ReturnType<typeof nodeLogger>,
): Promise<RunningNode> {
  const {clock, cwd, entropy} = environment;
  try {
    return await startNode(config, {cwd, clock, random: entropy, logger});
  } catch (error) {
    if (error instanceof DataDirectoryError) throw earlyFailure(error.message, exitCodes.start);
    // The log has told.
    if (error instanceof NodeError) throw silentFailure(exitCodes.start);
    throw error;
  }
}
