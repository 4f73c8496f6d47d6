import {TypedError} from "@oasis-node/primitives/errors";

/**
 * A network that cannot be made or started.
 *
 * - `notNetwork`: the directory is there and holds something else;
 * - `account`: an account's name is not fit for a directory, or given twice;
 * - `config`: the node's configuration does not work, of a path with odd characters for example.
 */
export class NetworkError extends TypedError<"notNetwork" | "account" | "config"> {}
