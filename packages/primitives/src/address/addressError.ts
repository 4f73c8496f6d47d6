import {TypedError} from "../errors/index.ts";

/** Bytes or text are not an address, or an address context or prefix is not allowed. */
export class AddressError extends TypedError<
  "malformed" | "malformedText" | "wrongPrefix" | "malformedContext"
> {}
