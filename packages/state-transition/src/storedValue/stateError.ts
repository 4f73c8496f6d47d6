import {type ErrorDetails, TypedError} from "@oasis-node/primitives/errors";

/**
 * The state tree does not hold what it must: nothing can go on from there, so it is never a transaction result but stops
 * the chain (consensus-core §1.7).
 *
 * - `corrupted`: a stored value does not decode;
 * - `missing`: a value is absent that others rely on.
 */
export class StateError extends TypedError<"corrupted" | "missing"> {
  constructor(
    code: "corrupted" | "missing",
    message: string,
    options: {details?: ErrorDetails; cause?: unknown} = {},
  ) {
    super(code, message, options);
  }
}
