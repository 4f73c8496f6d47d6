import {TypedError, type TypedErrorOptions} from "@oasis-node/primitives/errors";

export type DataDirectoryErrorCode =
  | "notConfigured"
  | "notDirectory"
  | "permissions"
  | "owner"
  | "locked"
  | "fileExists"
  | "access";

/** The data directory, or a file in it, is not usable. The message is one line for the operator. */
export class DataDirectoryError extends TypedError<DataDirectoryErrorCode> {
  constructor(code: DataDirectoryErrorCode, message: string, options: TypedErrorOptions = {}) {
    super(code, message, options);
  }
}

/** The error number's name of a failed system call, or `null`. */
export function systemCode(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}

/** What the system had against it, without Node's decoration: `permission denied, open '/x'`. */
export function accessError(path: string, error: unknown): DataDirectoryError {
  const reason = error instanceof Error ? error.message : String(error);
  return new DataDirectoryError("access", `cannot use ${path}: ${reason}`, {cause: error, details: {path}});
}
