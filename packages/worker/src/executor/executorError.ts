import {TypedError, type TypedErrorOptions} from "@oasis-node/primitives/errors";

/**
 * - `badTransition`: the executor was about to enter a state that cannot follow (runtime-workers §4.4.1);
 * - `malformedResponse`: the runtime's answer does not fit what it was asked;
 * - `badReceipt`: storage nodes signed something else than what they were asked to keep;
 * - `noGroup`: the node has no committees at the moment;
 * - `roundNeeded`: a round cannot be pruned, because the next one is computed from it;
 * - `endpointNotSupported`, `methodNotSupported`, `unavailable`: a runtime asked for what this host does not serve.
 */
export type ExecutorErrorCode =
  | "badTransition"
  | "malformedResponse"
  | "badReceipt"
  | "noGroup"
  | "roundNeeded"
  | "endpointNotSupported"
  | "methodNotSupported"
  | "unavailable";

/** The executor worker could not do something. */
export class ExecutorError extends TypedError<ExecutorErrorCode> {
  constructor(code: ExecutorErrorCode, context: string, options: TypedErrorOptions = {}) {
    super(code, `executor: ${context}`, options);
  }
}
