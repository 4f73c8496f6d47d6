import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  publicKey: "signature: malformed public key",
  signature: "signature: malformed signature",
} as const;

/** Bytes or text are not a public key or not a signature. */
export class MalformedSignatureError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails) {
    super(code, messages[code], {details});
  }
}
