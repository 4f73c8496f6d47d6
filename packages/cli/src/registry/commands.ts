import {command, transactionOptions} from "../framework/index.ts";
import {
  entityInitOptions,
  entityUpdateOptions,
  isRegisteredOptions,
  listOptions,
  nodeInitOptions,
  runtimeListOptions,
  runtimeRegisterOptions,
} from "./options.ts";

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

/** Commands of `registry entity` that talk to a node. */
export const onlineEntityCommands = [
  command({
    name: "list",
    short: "list the registered entities",
    options: listOptions,
    load: async () => (await import("./entityList.ts")).entityList,
  }),
];

/** Commands of `registry node` that talk to a node. */
export const onlineNodeCommands = [
  command({
    name: "list",
    short: "list the registered nodes",
    options: listOptions,
    load: async () => (await import("./nodeList.ts")).nodeList,
  }),
  command({
    name: "is-registered",
    short: "tell by the exit code whether the node of the data directory is registered",
    options: isRegisteredOptions,
    load: async () => (await import("./nodeIsRegistered.ts")).nodeIsRegistered,
  }),
];

/** Commands of `registry runtime` that talk to a node. */
export const onlineRuntimeCommands = [
  command({
    name: "list",
    short: "list the registered ParaTimes",
    options: runtimeListOptions,
    load: async () => (await import("./runtimeList.ts")).runtimeList,
  }),
];
