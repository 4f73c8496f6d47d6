import {command} from "../framework/index.ts";
import {showTransactionOptions} from "./options.ts";

/** Commands of `consensus` that work without a node. */
export const offlineConsensusCommands = [
  command({
    name: "show_tx",
    short: "show what a signed transaction says and who signed it",
    options: showTransactionOptions,
    load: async () => (await import("./showTransaction.ts")).showTransaction,
  }),
];
