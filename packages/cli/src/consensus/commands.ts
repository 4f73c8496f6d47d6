import {genesisFileOptions} from "@oasis-node/node/options";
import {command, jsonOptions, transactionFileOptions} from "../framework/index.ts";

export const showTransactionOptions = {...transactionFileOptions, ...genesisFileOptions, ...jsonOptions};

/** Commands of `consensus` that work without a node. */
export const offlineConsensusCommands = [
  command({
    name: "show_tx",
    short: "show what a signed transaction says and who signed it",
    options: showTransactionOptions,
    load: async () => (await import("./showTransaction.ts")).showTransaction,
  }),
];
