import {TypedError} from "@oasis-node/primitives/errors";

/** corrupt: not a valid stream. unsupported: a frame type or size no reader of this format accepts. */
export type SnappyErrorCode = "corrupt" | "unsupported";

/** A compressed stream that cannot be read. */
export class SnappyError extends TypedError<SnappyErrorCode> {
  constructor(code: SnappyErrorCode, reason: string) {
    super(code, `snappy: ${code} input: ${reason}`, {details: {reason}});
  }
}
