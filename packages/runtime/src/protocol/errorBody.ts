import {CodedError, type ErrorRegistry, errorCode, errorRegistry} from "@oasis-node/primitives/errors";
import type {Body, BodyValue} from "./message.ts";
import {rhpErrors} from "./rhpError.ts";

/** Longest text of an error that travels, in characters: a frame has to hold it. */
const maxMessageLength = 64 * 1024;

/** Errors of the protocol itself; callers that know more modules bring their own registry. */
export const rhpErrorRegistry: ErrorRegistry = errorRegistry([rhpErrors]);

/** The answer to a request that failed: module and number of the error, or `unknown` 1 (runtime-workers §1.4). */
export function errorToBody(error: unknown): Body {
  const message = error instanceof Error ? error.message : String(error);
  return {type: "Error", value: {...errorCode(error), message: message.slice(0, maxMessageLength)}};
}

/** The error which an answer stands for. */
export function errorFromBody(
  registry: ErrorRegistry,
  {module, code, message}: BodyValue<"Error">,
): CodedError {
  // Number 0 is success, and no kind of error has it: such an answer is kept as it is.
  return code === 0 ? new CodedError(module, code, message) : registry.fromWire(module, code, message);
}
