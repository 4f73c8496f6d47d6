import {TypedError, type TypedErrorOptions} from "../errors/index.ts";

const messages = {
  busy: "too many signatures are waiting",
  closed: "the verification pool is closed",
  workerFailed: "a verification thread failed",
} as const;

export type VerificationPoolErrorCode = keyof typeof messages;

/** The pool gave no verdict; says nothing about the signatures. */
export class VerificationPoolError extends TypedError<VerificationPoolErrorCode> {
  constructor(code: VerificationPoolErrorCode, options: TypedErrorOptions = {}) {
    super(code, `ed25519: ${messages[code]}`, options);
  }
}
