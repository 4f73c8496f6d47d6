import {TypedError} from "@oasis-node/primitives/errors";

/** The checks cannot be set up like this. */
export class SanityError extends TypedError<"interval"> {}
