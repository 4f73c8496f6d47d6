import {TypedError} from "@oasis-node/primitives/errors";

/**
 * Why the node could not submit a transaction of its own.
 *
 * - `feeTooHigh`: the gas at the configured price costs more than the configured maximum;
 * - `estimate`: simulating it failed; the cause tells why.
 */
export class SubmissionError extends TypedError<"feeTooHigh" | "estimate"> {}
