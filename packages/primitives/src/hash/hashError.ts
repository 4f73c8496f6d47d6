import {type ErrorDetails, TypedError} from "../errors/index.ts";

/** A byte string or text is not a hash, or a hash cannot be cut to the wanted size. */
export class HashError extends TypedError<"malformed" | "truncateSize"> {
  static malformed(details: ErrorDetails): HashError {
    return new HashError("malformed", "hash: malformed hash", {details});
  }

  static truncateSize(details: ErrorDetails): HashError {
    return new HashError("truncateSize", "hash: invalid truncate size", {details});
  }
}
