import {type ErrorDetails, TypedError} from "../errors/index.ts";

export type AccountKeysErrorCode =
  | "seedLength"
  | "parentKeyLength"
  | "notHardened"
  | "pathMnemonic"
  | "pathComponent"
  | "keyNumber"
  | "mnemonic";

/** A key cannot be derived: bad seed, path, number or mnemonic. Messages are the reference's. */
export class AccountKeysError extends TypedError<AccountKeysErrorCode> {
  constructor(code: AccountKeysErrorCode, message: string, details: ErrorDetails = {}) {
    super(code, message, {details});
  }
}
