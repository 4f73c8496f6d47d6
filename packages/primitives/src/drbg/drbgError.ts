import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  insufficientEntropy: "drbg: insufficient entropyInput",
  excessiveEntropy: "drbg: excessive entropyInput size",
  excessiveNonce: "drbg: excessive nonce size",
  excessivePersonalization: "drbg: excessive personalizationString size",
  invalidOutputSize: "drbg: invalid output size requested",
  reseedRequired: "drbg: reseed required",
  invalidBound: "mathrand: bound out of range",
} as const;

/** The deterministic generator cannot be set up, or refuses a request. */
export class DrbgError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails = {}) {
    super(code, messages[code], {details});
  }
}
