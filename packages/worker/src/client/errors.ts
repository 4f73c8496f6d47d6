import {errorModule, TypedError} from "@oasis-node/primitives/errors";

/** Errors of the runtime client (runtime-workers §4.6). */
export const clientErrors = errorModule("runtime/client", {
  notFound: [1, "client: not found"],
  internal: [2, "client: internal error"],
  transactionExpired: [3, "client: transaction expired"],
  notSynced: [4, "client: not finished initial sync"],
  checkTxFailed: [5, "client: transaction check failed"],
  noHostedRuntime: [6, "client: no hosted runtime is available"],
});

/**
 * - `noGossip`: the node does not talk to committees, so that transactions cannot leave it;
 * - `unsupportedRuntime`: not one of the runtimes that the node is configured for;
 * - `maxAge`: transactions would be given up too soon;
 * - `tooManyPending`: as many transactions wait as may;
 * - `shuttingDown`: the node ends, and with it all that waits;
 * - `chain`: the chain has not what a request needs;
 * - `check`: the runtime did not say whether it takes a transaction.
 */
export type RuntimeClientErrorCode =
  | "noGossip"
  | "unsupportedRuntime"
  | "maxAge"
  | "tooManyPending"
  | "shuttingDown"
  | "chain"
  | "check";

/** What the runtime client cannot do, and the reference gives no number. */
export class RuntimeClientError extends TypedError<RuntimeClientErrorCode> {}
