import {TypedError} from "@oasis-node/primitives/errors";

/**
 * - `tooManyMessages`: the batch has emitted as many messages as it may;
 * - `ioRootMismatch`: the inputs are not those that the committee agreed on;
 * - `foreignNamespace`: a block of another ParaTime.
 *
 * The last two end the process: nothing that it could answer would be right.
 */
export class ParatimeError extends TypedError<"tooManyMessages" | "ioRootMismatch" | "foreignNamespace"> {}
