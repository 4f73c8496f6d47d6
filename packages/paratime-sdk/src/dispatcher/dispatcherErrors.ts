import {CodedError} from "@oasis-node/primitives/errors";

/** A request that failed while it was worked on (runtime-workers §1.4). */
export function dispatcherFailure(message: string): CodedError {
  return new CodedError("dispatcher", 1, message);
}

/** A query to a ParaTime that does not know it. */
export function queryNotSupported(): CodedError {
  return new CodedError("rhp/dispatcher", 2, "query not supported");
}

/** A batch that the ParaTime should fill, and does not know how to. */
export function schedulingNotSupported(): CodedError {
  return new CodedError("rhp/dispatcher", 3, "scheduling not supported");
}
