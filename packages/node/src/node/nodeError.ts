import {TypedError} from "@oasis-node/primitives/errors";

/**
 * A node that cannot start.
 *
 * - `start`: a part of it failed, which the log has told; the cause is that failure;
 * - `engine`: this network needs an engine that this release does not have;
 * - `entity`: the owner's descriptor cannot be used;
 * - `genesis`: the genesis document cannot be read, or no node starts with it.
 */
export class NodeError extends TypedError<"start" | "engine" | "entity" | "genesis"> {}
