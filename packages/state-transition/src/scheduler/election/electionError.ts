import {TypedError} from "@oasis-node/primitives/errors";

/** Fewer validators were elected than the parameters want: the chain cannot go on (consensus-core §12). */
export class ElectionError extends TypedError<"noValidators" | "insufficientValidators"> {}
