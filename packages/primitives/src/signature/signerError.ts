import {TypedError, type TypedErrorOptions} from "../errors/index.ts";

const messages = {
  notExist: "file does not exist",
  malformedPrivateKey: "signature: malformed private key",
  roleMismatch: "signature: signer factory role mismatch",
  roleAction: "signature: signer role action mismatch",
  invalidRole: "signature: invalid signer role",
  keyExists: "signature/signer/file: key already exists",
  filePermissions: "signature/signer/file: invalid PEM file permissions",
  keyMismatch: "signature: public key PEM is not for private key",
  fileAccess: "signature/signer/file: cannot read or write the key file",
} as const;

export type SignerErrorCode = keyof typeof messages;

/** A signer is not there, not usable, or not for this purpose. Never carries key material. */
export class SignerError extends TypedError<SignerErrorCode> {
  constructor(code: SignerErrorCode, options: TypedErrorOptions = {}) {
    super(code, messages[code], options);
  }
}
