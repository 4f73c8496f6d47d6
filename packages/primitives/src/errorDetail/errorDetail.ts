import {decode, encode, omitEmpty, struct, text, u32, type ValueOf} from "../cbor/index.ts";
import {type CodedError, type ErrorRegistry, errorCode, TypedError, unknownErrors} from "../errors/index.ts";

/** Module and number of an error in the one detail of a google.rpc.Status (primitives-mkvs §2.11). */
export const ErrorDetail = struct("grpc.grpcError", {module: omitEmpty(text), code: omitEmpty(u32)});
export type ErrorDetail = ValueOf<typeof ErrorDetail>;

/** Content of the detail for an error, or `null` for one without module and number, which travels without. */
export function encodeErrorDetail(error: unknown): Uint8Array | null {
  const {module, code} = errorCode(error);
  if (module === unknownErrors.unknownError.module) return null;
  return encode(ErrorDetail, {module, code});
}

/** The error which a detail and the text of its status stand for, or `null` when the detail is not one of ours. */
export function decodeErrorDetail(
  registry: ErrorRegistry,
  detail: Uint8Array,
  message: string,
): CodedError | null {
  try {
    const {module, code} = decode(ErrorDetail, detail);
    return registry.fromWire(module, code, message);
  } catch (error) {
    if (error instanceof TypedError) return null;
    throw error;
  }
}
