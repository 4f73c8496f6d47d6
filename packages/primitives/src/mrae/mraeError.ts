import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  keyLength: "mrae: key must be 32 bytes",
  nonceLength: "mrae: nonce must be 15 bytes",
  entropyLength: "mrae: entropy source gave another number of bytes",
  open: "deoxysii: message authentication failure",
} as const;

/** A box cannot be made or opened. `open` says no more than that: too short, tampered with, or not for this key. */
export class MraeError extends TypedError<keyof typeof messages> {
  constructor(code: keyof typeof messages, details: ErrorDetails = {}) {
    super(code, messages[code], {details});
  }
}
