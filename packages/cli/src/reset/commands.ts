import {command} from "../framework/index.ts";
import {resetOptions} from "./options.ts";

/** Takes a node back to its genesis. */
export const unsafeResetCommand = command({
  name: "unsafe-reset",
  short: "remove the state of a node, keys excepted",
  options: resetOptions,
  load: async () => (await import("./unsafeReset.ts")).unsafeReset,
});
