import {genesisFileOptions} from "@oasis-node/node/options";
import {jsonOptions, transactionFileOptions} from "../framework/index.ts";

export const showTransactionOptions = {...transactionFileOptions, ...genesisFileOptions, ...jsonOptions};
