import {nodeOptions} from "@oasis-node/node/options";
import {command} from "../framework/index.ts";

/** The program's own name alone: runs the node. */
export const nodeCommand = command({
  name: "oasis-node",
  short: "run the node",
  options: nodeOptions,
  check: async (reading, cwd) => {
    const {configProblems} = await import("./configProblems.ts");
    return configProblems(reading, cwd);
  },
  load: async () => (await import("./runNode.ts")).runNode,
});
