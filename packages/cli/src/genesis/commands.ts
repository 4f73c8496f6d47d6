import {command} from "../framework/index.ts";
import {checkOptions, initOptions} from "./options.ts";

/** Commands of `genesis` that work without a node. */
export const offlineGenesisCommands = [
  command({
    name: "init",
    short: "make the genesis document of a new network",
    options: initOptions,
    load: async () => (await import("./init.ts")).genesisInit,
  }),
  command({
    name: "check",
    short: "check a genesis document and the form of its file",
    options: checkOptions,
    load: async () => (await import("./check.ts")).genesisCheck,
  }),
];
