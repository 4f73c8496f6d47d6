import {decodeErrorDetail} from "@oasis-node/primitives/errorDetail";
import type {ErrorRegistry} from "@oasis-node/primitives/errors";
import {statusName} from "./codes.ts";
import {RpcError} from "./rpcError.ts";
import {decodeStatusDetails} from "./statusDetails.ts";

/** How a call ended, as it stands in the trailers; texts decoded. */
export interface ReceivedStatus {
  readonly code: number;
  readonly message: string;
  /** `grpc-status-details-bin`, if there. */
  readonly details: string | undefined;
}

/** The error that a status stands for: that of a module if the details name one. */
export function errorOfStatus({code, message, details}: ReceivedStatus, registry: ErrorRegistry): Error {
  const decoded = details === undefined ? null : decodeStatusDetails(details);
  const coded = decoded === null ? null : decodeErrorDetail(registry, decoded.detail, decoded.message);
  if (coded !== null) return coded;
  const name = statusName(code);
  if (name !== undefined && name !== "OK") return new RpcError(name, message);
  return new RpcError("Unknown", message, {details: {code}});
}
