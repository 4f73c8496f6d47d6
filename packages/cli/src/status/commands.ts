import {command} from "../framework/index.ts";
import {statusOptions} from "./options.ts";

/** The node's status for people, which the reference does not have. */
export const statusCommand = command({
  name: "status",
  short: "tell how the node does, and what its registration lacks",
  options: statusOptions,
  load: async () => (await import("./status.ts")).status,
});
