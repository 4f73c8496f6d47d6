import {TypedError} from "@oasis-node/primitives/errors";

/**
 * - `noGenesis`: asked before InitChain;
 * - `noDocument`: InitChain, when the genesis document was not given;
 * - `ambiguousRoot`: the database does not hold exactly one root for its last version;
 * - `emptyMethod`: a transaction names no method;
 * - `halting`: the halt epoch has come, and no transaction is taken any more;
 * - `commitFailed`: the database did not store the block, `cause` says why. A new application over the database, opened
 *   anew, goes on from the last block that it has;
 * - `stopped`: a step before failed, with `cause`, and nothing can follow it.
 */
export type ApplicationErrorCode =
  | "noGenesis"
  | "noDocument"
  | "ambiguousRoot"
  | "emptyMethod"
  | "halting"
  | "commitFailed"
  | "stopped";

/** The application was asked for what it cannot do. */
export class ApplicationError extends TypedError<ApplicationErrorCode> {}
