import {TypedError} from "@oasis-node/primitives/errors";

/** What the system calls of the reference say of an error number. */
const reasons = {
  ENOENT: "no such file or directory",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  EEXIST: "file exists",
  EISDIR: "is a directory",
  ENOTDIR: "not a directory",
  ENOSPC: "no space left on device",
  EDQUOT: "disk quota exceeded",
  EROFS: "read-only file system",
  EIO: "input/output error",
  EMFILE: "too many open files",
  ENAMETOOLONG: "file name too long",
  ELOOP: "too many levels of symbolic links",
} as const;

export type FileErrorCode = keyof typeof reasons | "other";

/** A file could not be read or written. The message is the reference's: `open P: no such file or directory`. */
export class FileError extends TypedError<FileErrorCode> {
  /** `path` as the user wrote it. */
  static of(
    cause: unknown,
    operation: "open" | "read" | "write" | "mkdir" | "stat" | "unlink",
    path: string,
  ): FileError {
    const code = codeOf(cause);
    const reason = code === "other" ? String(cause) : reasons[code];
    // A directory opens like a file; only reading it fails.
    const done = code === "EISDIR" && operation === "open" ? "read" : operation;
    return new FileError(code, `${done} ${path}: ${reason}`, {cause, details: {path}});
  }
}

function codeOf(error: unknown): FileErrorCode {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && isKnown(code) ? code : "other";
}

function isKnown(code: string): code is keyof typeof reasons {
  return Object.hasOwn(reasons, code);
}
