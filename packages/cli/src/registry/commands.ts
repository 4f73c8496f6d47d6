import {command, transactionOptions} from "../framework/index.ts";
import {entityInitOptions, entityUpdateOptions, nodeInitOptions, runtimeRegisterOptions} from "./options.ts";

/** Commands of `registry entity` that work without a node. */
export const offlineEntityCommands = [
  command({
    name: "init",
    short: "make an entity: its key, its descriptor and its registration for a genesis document",
    options: entityInitOptions,
    load: async () => (await import("./entityInit.ts")).entityInit,
  }),
  command({
    name: "update",
    short: "say which nodes belong to an entity",
    options: entityUpdateOptions,
    load: async () => (await import("./entityUpdate.ts")).entityUpdate,
  }),
  command({
    name: "gen_register",
    short: "make a transaction that registers an entity",
    options: transactionOptions,
    load: async () => (await import("./genRegisterEntity.ts")).genRegisterEntity,
  }),
  command({
    name: "gen_deregister",
    short: "make a transaction that deregisters an entity",
    options: transactionOptions,
    load: async () => (await import("./genDeregisterEntity.ts")).genDeregisterEntity,
  }),
];

/** Commands of `registry node` that work without a node. */
export const offlineNodeCommands = [
  command({
    name: "init",
    short: "make a node's identity and its registration for a genesis document",
    options: nodeInitOptions,
    load: async () => (await import("./nodeInit.ts")).nodeInit,
  }),
];

/** Commands of `registry runtime` that work without a node. */
export const offlineRuntimeCommands = [
  command({
    name: "gen_register",
    short: "make a transaction that registers a ParaTime",
    options: runtimeRegisterOptions,
    load: async () => (await import("./genRegisterRuntime.ts")).genRegisterRuntime,
  }),
];
