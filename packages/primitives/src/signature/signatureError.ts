import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  verifyFailed: "signed: signature verification failed",
  publicKeyMismatch: "signature: public key mismatch",
  alreadyBlacklisted: "signature: public key already in blacklist",
} as const;

export type SignatureErrorCode = keyof typeof messages;

/** A signature or its key is not what it should be. */
export class SignatureError extends TypedError<SignatureErrorCode> {
  constructor(code: SignatureErrorCode, details: ErrorDetails = {}) {
    super(code, messages[code], {details});
  }
}
