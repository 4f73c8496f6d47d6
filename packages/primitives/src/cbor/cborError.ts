import {type ErrorDetails, TypedError} from "../errors/index.ts";

/**
 * Decoding:
 * - `truncated`: the input ends inside an item, or is empty;
 * - `malformed`: reserved head, stray break, bad chunk of an indefinite string, left-over bytes in a frame;
 * - `limit`: too many elements or pairs, nested too deeply, frame too large;
 * - `indefinite`, `tag`: forbidden in this mode;
 * - `wrongType`: an item of another kind than the schema wants;
 * - `overflow`: an integer outside the range of its type;
 * - `length`: an array struct with another number of elements;
 * - `unknownField`, `duplicateKey`: of a map;
 * - `utf8`: a text string that is not valid UTF-8;
 * - `version`: missing, invalid or unsupported version of a versioned structure;
 * - `value`: refused by the type itself, `cause` says why.
 *
 * Encoding:
 * - `unencodable`: the value is not one of the schema.
 */
export type CborErrorCode =
  | "truncated"
  | "malformed"
  | "limit"
  | "indefinite"
  | "tag"
  | "wrongType"
  | "overflow"
  | "length"
  | "unknownField"
  | "duplicateKey"
  | "utf8"
  | "version"
  | "value"
  | "unencodable";

/** Bytes that do not decode, or a value that does not encode. `details.offset` says where in the input. */
export class CborError extends TypedError<CborErrorCode> {
  readonly #trail: string[] = [];

  constructor(code: CborErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(code, `cbor: ${message}`, cause === undefined ? {details} : {details, cause});
  }

  /** Way to the offending item, outermost first, like `fee.gas`; empty when it is the whole input. */
  get path(): string {
    return this.#trail.toReversed().join(".");
  }

  /** Notes that the error came up inside `segment`; called on the way out. */
  within(segment: string): this {
    this.#trail.push(segment);
    return this;
  }
}

/** Adds `segment` to the path of `error` if it has one; returns what to throw on. */
export function errorWithin(error: unknown, segment: string): unknown {
  return error instanceof CborError ? error.within(segment) : error;
}
