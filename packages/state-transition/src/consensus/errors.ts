import {errorModule} from "@oasis-node/primitives/errors";

/** Errors of the consensus layer (consensus-core §10). */
export const consensusErrors = errorModule("consensus", {
  noCommittedBlocks: [1, "consensus: no committed blocks"],
  oversizedTx: [2, "consensus: oversized transaction"],
  versionNotFound: [3, "consensus: version not found"],
  unsupported: [4, "consensus: method not supported"],
  duplicateTx: [5, "consensus: duplicate transaction"],
  invalidArgument: [6, "consensus: invalid argument"],
});

/** Errors of transaction authentication and fees (consensus-core §10). */
export const transactionErrors = errorModule("consensus/transaction", {
  invalidNonce: [1, "transaction: invalid nonce"],
  insufficientFeeBalance: [2, "transaction: insufficient balance to pay fees"],
  gasPriceTooLow: [3, "transaction: gas price too low"],
  upgradePending: [4, "transaction: upgrade pending"],
  methodNotSupported: [5, "transaction: method not supported"],
});
