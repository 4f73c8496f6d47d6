import {command} from "../framework/index.ts";
import {localnetOptions} from "./options.ts";

/** A whole network on this machine. */
export const localnetCommand = command({
  name: "localnet",
  short: "run a network of one node on this machine",
  long: "Makes a network in a directory, or goes on with the one that is there, and runs it until Ctrl-C",
  options: localnetOptions,
  load: async () => (await import("./runLocalnet.ts")).runLocalnet,
});
