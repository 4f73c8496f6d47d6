import {TypedError} from "@oasis-node/primitives/errors";

/**
 * truncated: the bytes end within a field. malformed: they are no message, such as a number of more than 64 bits, a tag
 * that cannot be, or a wire type that is not the field's. outOfRange: a time, duration or text that has no value.
 */
export type ProtobufErrorCode = "truncated" | "malformed" | "outOfRange";

/** Bytes are not the message they should be. */
export class ProtobufError extends TypedError<ProtobufErrorCode> {
  constructor(code: ProtobufErrorCode, message: string, reason: string) {
    super(code, `proto: ${message}: ${reason}`, {details: {message, reason}});
  }
}
