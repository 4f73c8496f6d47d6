import type {ErrorDetails} from "./codedError.ts";

export interface TypedErrorOptions {
  readonly details?: ErrorDetails;
  readonly cause?: unknown;
}

/**
 * Base of the errors to which the reference gives no module and number: told apart by class and `code`, never by text.
 * As a transaction result they count as unknown/1 (primitives-mkvs §2.11).
 */
export abstract class TypedError<Code extends string> extends Error {
  readonly code: Code;
  readonly details: ErrorDetails;

  constructor(code: Code, message: string, options: TypedErrorOptions = {}) {
    super(message, {cause: options.cause});
    this.name = new.target.name;
    this.code = code;
    this.details = options.details ?? {};
  }
}
