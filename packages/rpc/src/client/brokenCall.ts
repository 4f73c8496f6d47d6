import {constants} from "node:http2";
import {RpcError, type StatusName} from "../status/index.ts";

const httpStatuses: Readonly<Record<number, StatusName>> = {
  400: "Internal",
  401: "Unauthenticated",
  403: "PermissionDenied",
  404: "Unimplemented",
  429: "Unavailable",
  502: "Unavailable",
  503: "Unavailable",
  504: "Unavailable",
};

/** Error of a response that does not come from a gRPC server. */
export function statusOfHttp(status: number): RpcError {
  const text = `unexpected HTTP status code received from server: ${status}`;
  return new RpcError(httpStatuses[status] ?? "Unknown", text, {details: {status}});
}

const resets: Readonly<Record<number, StatusName>> = {
  [constants.NGHTTP2_CANCEL]: "Canceled",
  [constants.NGHTTP2_ENHANCE_YOUR_CALM]: "ResourceExhausted",
  [constants.NGHTTP2_INADEQUATE_SECURITY]: "PermissionDenied",
};

/** Error of a stream that ended without a status: the server reset it, or the connection broke. */
export function statusOfReset(code: number | undefined): RpcError {
  if (code === undefined || code === constants.NGHTTP2_NO_ERROR)
    return new RpcError("Unavailable", "transport is closing");
  const text = `stream terminated by RST_STREAM with error code: ${code}`;
  return new RpcError(resets[code] ?? "Internal", text, {details: {code}});
}
