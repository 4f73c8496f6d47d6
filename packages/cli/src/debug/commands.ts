import {command, group} from "../framework/index.ts";
import {debugControlOptions, setEpochOptions, waitNodesOptions} from "./options.ts";

/** Control of nodes in test networks. */
export const debugControlCommands = group({
  name: "control",
  short: "control a node of a test network",
  options: debugControlOptions,
  commands: [
    command({
      name: "set-epoch",
      short: "go to an epoch, in a network whose epochs are set by hand",
      options: setEpochOptions,
      load: async () => (await import("./setEpoch.ts")).setEpoch,
    }),
    command({
      name: "wait-nodes",
      short: "wait until so many nodes are registered",
      options: waitNodesOptions,
      load: async () => (await import("./waitNodes.ts")).waitNodes,
    }),
    command({
      name: "wait-ready",
      short: "wait until everything that the node is configured for works",
      options: debugControlOptions,
      load: async () => (await import("./waitReady.ts")).waitReady,
    }),
  ],
});
