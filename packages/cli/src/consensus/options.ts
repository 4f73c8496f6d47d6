import {clientOptions, genesisFileOptions, option, text} from "@oasis-node/node/options";
import {jsonOptions, transactionFileOptions} from "../framework/index.ts";

export const showTransactionOptions = {...transactionFileOptions, ...genesisFileOptions, ...jsonOptions};
export const submitTransactionOptions = {...transactionFileOptions, ...clientOptions};
export const estimateGasOptions = {
  ...transactionFileOptions,
  ...clientOptions,
  ...jsonOptions,
  "consensus.signer_pub": option(text, "", "public key of the one who will sign, in base64", {
    flagOnly: true,
  }),
};
