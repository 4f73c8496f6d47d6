import {command} from "../framework/index.ts";
import {estimateGasOptions, showTransactionOptions, submitTransactionOptions} from "./options.ts";

/** Commands of `consensus` that work without a node. */
export const offlineConsensusCommands = [
  command({
    name: "show_tx",
    short: "show what a signed transaction says and who signed it",
    options: showTransactionOptions,
    load: async () => (await import("./showTransaction.ts")).showTransaction,
  }),
];

/** Commands of `consensus` that talk to a node. */
export const onlineConsensusCommands = [
  command({
    name: "submit_tx",
    short: "submit a signed transaction and wait until it is in a block",
    options: submitTransactionOptions,
    load: async () => (await import("./submitTransaction.ts")).submitTransaction,
  }),
  command({
    name: "estimate_gas",
    short: "tell how much gas a transaction will use",
    options: estimateGasOptions,
    load: async () => (await import("./estimateGas.ts")).estimateGas,
  }),
];
