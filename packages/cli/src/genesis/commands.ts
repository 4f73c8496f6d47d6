import {command} from "../framework/index.ts";
import {checkOptions, dumpOptions, initOptions} from "./options.ts";

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

/** Commands of `genesis` that talk to a node. */
export const onlineGenesisCommands = [
  command({
    name: "dump",
    short: "write the state of the network at a height as a genesis document",
    options: dumpOptions,
    load: async () => (await import("./dump.ts")).genesisDump,
  }),
];
