import {CodedError, errorModule, TypedError} from "@oasis-node/primitives/errors";

/** Errors of the host's side of the protocol (runtime-workers §1.2). */
export const rhpErrors = errorModule("rhp/internal", {
  notReady: [1, "rhp: not ready"],
});

/** An error of the runtime's request handling; they all have the one number (runtime-workers §1.4). */
export function dispatcherError(message: string): CodedError {
  return new CodedError("rhp/dispatcher", 1, message);
}

/**
 * - `closed`: the connection has ended, by either side;
 * - `badFrame`: the other side sent something that is no message;
 * - `writeTimeout`: the other side does not read;
 * - `transport`: the stream failed;
 * - `timeout`: no answer in time;
 * - `tooManyRequests`: as many requests as may be are waiting for an answer;
 * - `unexpectedResponse`: the answer is not that of the request;
 * - `incompatibleVersion`: the runtime speaks another major version of the protocol;
 * - `methodNotSupported`: nobody here serves the request.
 */
export type RhpErrorCode =
  | "closed"
  | "badFrame"
  | "writeTimeout"
  | "transport"
  | "timeout"
  | "tooManyRequests"
  | "unexpectedResponse"
  | "incompatibleVersion"
  | "methodNotSupported";

/** A conversation over the Runtime Host Protocol did not go as it should. What the other side answered is a `CodedError`. */
export class RhpError extends TypedError<RhpErrorCode> {}
