import {TypedError} from "@oasis-node/primitives/errors";

/**
 * A server cannot listen.
 *
 * - `inUse`: another process answers on the socket or port;
 * - `notASocket`: the path is that of something else, which is left alone;
 * - `refused`: the system says no; `cause` has its reason.
 */
export class ServerError extends TypedError<"inUse" | "notASocket" | "refused"> {}
