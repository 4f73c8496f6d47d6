import {command, group} from "../framework/index.ts";
import {controlOptions, isSyncedOptions, shutdownOptions} from "./options.ts";

/** Commands about the node itself. */
export const controlCommands = group({
  name: "control",
  short: "see how a node does, and control it",
  options: controlOptions,
  commands: [
    command({
      name: "is-synced",
      short: "tell by the exit code whether the node has caught up with its network",
      options: isSyncedOptions,
      load: async () => (await import("./isSynced.ts")).isSynced,
    }),
    command({
      name: "wait-sync",
      short: "wait until the node has caught up with its network",
      options: controlOptions,
      load: async () => (await import("./waitSync.ts")).waitSync,
    }),
    command({
      name: "shutdown",
      short: "deregister the node and then stop it",
      options: shutdownOptions,
      load: async () => (await import("./shutdown.ts")).shutdown,
    }),
    command({
      name: "upgrade-binary",
      short: "tell the node of an upgrade, for which it will stop",
      options: controlOptions,
      argumentsUsage: "<upgrade-descriptor>",
      argumentCount: 1,
      load: async () => (await import("./upgradeBinary.ts")).upgradeBinary,
    }),
    command({
      name: "cancel-upgrade",
      short: "cancel an upgrade that has not begun",
      options: controlOptions,
      argumentsUsage: "<upgrade-descriptor>",
      load: async () => (await import("./cancelUpgrade.ts")).cancelUpgrade,
    }),
    command({
      name: "status",
      short: "show the status of the node",
      options: controlOptions,
      load: async () => (await import("./status.ts")).status,
    }),
  ],
});
