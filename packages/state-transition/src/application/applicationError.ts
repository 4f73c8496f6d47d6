import {TypedError} from "@oasis-node/primitives/errors";

/**
 * The application was asked for what it cannot do.
 *
 * - `noGenesis`: before InitChain;
 * - `ambiguousRoot`: the database does not hold exactly one root for its last version;
 * - `emptyMethod`: a transaction names no method;
 * - `halting`: the halt epoch has come, and no transaction is taken any more.
 */
export class ApplicationError extends TypedError<"noGenesis" | "ambiguousRoot" | "emptyMethod" | "halting"> {}
