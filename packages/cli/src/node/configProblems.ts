import {nodeConfig} from "@oasis-node/node/config";
import type {nodeOptions, OptionProblem, OptionReading} from "@oasis-node/node/options";

/** All that is wrong with the configuration of a node. */
export function configProblems(
  reading: OptionReading<typeof nodeOptions>,
  cwd: string,
): readonly OptionProblem[] {
  const outcome = nodeConfig(reading, cwd);
  return "problems" in outcome ? outcome.problems : [];
}
