import {TypedError} from "../errors/index.ts";

const messages = {
  privateKeyLength: "a private key has 64 bytes",
  seedLength: "a seed has 32 bytes",
  entropyLength: "the entropy source did not give 32 bytes",
  wiped: "the private key has been wiped",
} as const;

export type Ed25519ErrorCode = keyof typeof messages;

/** Misuse of a private key. Never carries key material. */
export class Ed25519Error extends TypedError<Ed25519ErrorCode> {
  constructor(code: Ed25519ErrorCode) {
    super(code, `ed25519: ${messages[code]}`);
  }
}
