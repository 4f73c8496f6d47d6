import {
  bool,
  debugGateKey,
  genesisFileOptions,
  option,
  rootOptions,
  signerOptions,
  testEntityOptions as testEntityOption,
  text,
  uint64,
} from "@oasis-node/node/options";

export const verboseOptions = {
  verbose: option(bool, false, "tell more", {shorthand: "v", flagOnly: true}),
};

export const forceOptions = {
  force: option(bool, false, "overwrite what is there", {flagOnly: true}),
};

export const assumeYesOptions = {
  assume_yes: option(bool, false, "answer every question with yes", {shorthand: "y", flagOnly: true}),
};

/** Of every command that prints for people: the same facts for programs. */
export const jsonOptions = {
  json: option(bool, false, "print the result as JSON", {flagOnly: true, ours: true}),
};

/** The gate of unsafe options, for every table with such: without it they never count. */
export const debugGateOptions = {[debugGateKey]: rootOptions[debugGateKey]};

/** Of every command that can use the test entity. */
export const testEntityOptions = {...testEntityOption, ...debugGateOptions};

/** Of every command that signs with the key of an entity. */
export const entitySignerOptions = {
  ...signerOptions,
  "signer.dir": option(
    text,
    "",
    "directory of the entity's files, with its key if the file signer is used; by default the working directory",
  ),
};

export const transactionFileOptions = {
  "transaction.file": option(text, "", "path of the transaction"),
};

/** Of every command that makes a transaction (cli-config-grpc §3). */
export const transactionOptions = {
  ...transactionFileOptions,
  ...entitySignerOptions,
  ...genesisFileOptions,
  ...testEntityOptions,
  ...assumeYesOptions,
  ...jsonOptions,
  "transaction.nonce": option(uint64, 0n, "nonce of the account that signs"),
  "transaction.fee.amount": option(uint64, 0n, "what the transaction pays, in base units"),
  "transaction.fee.gas": option(text, "0", "most gas that the transaction may use"),
  "transaction.unsigned": option(bool, false, "write the transaction without signature, as CBOR"),
};
export type TransactionOptions = typeof transactionOptions;
