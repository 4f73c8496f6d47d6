import {type ErrorDetails, TypedError} from "../errors/index.ts";

/**
 * - `syntax`: the text is not JSON;
 * - `depth`: nested deeper than any document of the protocol;
 * - `type`: the value is of another JSON type than the schema wants;
 * - `range`: a number does not fit;
 * - `value`: right type, but not a value of the schema (bad base64, unknown name, …).
 */
export type JsonErrorCode = "syntax" | "depth" | "type" | "range" | "value";

/** JSON text or a JSON value that does not decode. */
export class JsonError extends TypedError<JsonErrorCode> {
  constructor(code: JsonErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(code, `json: ${message}`, cause === undefined ? {details} : {details, cause});
  }
}
