import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  malformed: "signature: malformed context",
  suffixTooLong: "suffix too long: signature: malformed context",
  unregistered: "signature: unregistered context",
  alreadyRegistered: "signature: context already registered",
  containsSeparator: "signature: context must not include ' for chain '",
  noChainContext: "signature: chain domain separation context not set",
  noSuffixConfigured: "signature: domain separation context suffix not configured",
  noDynamicSuffix: "signature: dynamic context suffix not set",
} as const;

export type SigningContextErrorCode = keyof typeof messages;

/** A signing context is not usable, or not as it was used. */
export class SigningContextError extends TypedError<SigningContextErrorCode> {
  constructor(code: SigningContextErrorCode, details: ErrorDetails = {}) {
    const max = code === "suffixTooLong" ? ` (max suffix length: ${details.maxLength})` : "";
    super(code, messages[code] + max, {details});
  }
}
