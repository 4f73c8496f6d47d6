import {TypedError} from "@oasis-node/primitives/errors";

/**
 * What the chain cannot answer, where the reference has no code.
 *
 * - `heightUnavailable`: no block of that height: never will be, is still to come, or is not kept;
 * - `messageResults`: results of a runtime's messages, which an export needs, are not kept.
 */
export class ChainQueryError extends TypedError<"heightUnavailable" | "messageResults"> {}
