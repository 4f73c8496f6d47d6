import {bool, clientOptions, option} from "@oasis-node/node/options";
import {jsonOptions} from "../framework/index.ts";

/** Of all commands of the group. */
export const controlOptions = clientOptions;
export const isSyncedOptions = {...controlOptions, ...jsonOptions};
export const shutdownOptions = {
  ...controlOptions,
  // In the place of the client's option of that name, and not in the help: kept oddities (cli-config-grpc §3.1).
  wait: option(bool, false, "wait until the node is no longer registered", {
    shorthand: "w",
    flagOnly: true,
    hidden: true,
  }),
};
