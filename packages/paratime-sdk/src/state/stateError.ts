import {TypedError} from "@oasis-node/primitives/errors";

/** `unavailable`: the host does not give what the state needs, or gives something else. Nothing can go on then. */
export class StateError extends TypedError<"unavailable"> {}
