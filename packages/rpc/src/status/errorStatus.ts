import {encodeErrorDetail} from "@oasis-node/primitives/errorDetail";
import {CodedError, errorCode, TypedError, unknownErrors} from "@oasis-node/primitives/errors";
import {statusCodes} from "./codes.ts";
import {RpcError} from "./rpcError.ts";

/** How a call ended. */
export interface RpcStatus {
  readonly code: number;
  readonly message: string;
  /** CBOR of module and number; null for what has none. */
  readonly detail: Uint8Array | null;
}

/**
 * The status that an error travels as (cli-config-grpc §5.1): its own if it is one of gRPC, else 2 with its text. Errors of
 * modules, also as a cause, carry module and number. A defect's text is for the log and not for the caller.
 */
export function statusOfError(error: unknown): RpcStatus {
  if (error instanceof RpcError) {
    const {module} = errorCode(error);
    const detail = module === unknownErrors.unknownError.module ? null : encodeErrorDetail(error);
    return {code: statusCodes[error.code], message: error.text, detail};
  }
  if (error instanceof CodedError || error instanceof TypedError) {
    return {code: statusCodes.Unknown, message: error.message, detail: encodeErrorDetail(error)};
  }
  return {code: statusCodes.Internal, message: "internal error", detail: null};
}

/** Whether nobody foresaw this error. */
export function isDefect(error: unknown): boolean {
  return !(error instanceof CodedError || error instanceof TypedError);
}
