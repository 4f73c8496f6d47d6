import {TypedError} from "@oasis-node/primitives/errors";

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
