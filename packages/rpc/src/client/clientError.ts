import {TypedError} from "@oasis-node/primitives/errors";

/** A client was asked for something that it cannot do: an address that is none. */
export class ClientError extends TypedError<"badAddress"> {}
