import {type ErrorDetails, TypedError} from "../errors/index.ts";

export type PvssErrorCode =
  | "malformedPoint"
  | "malformedScalar"
  | "badConfiguration"
  | "badPrivateKey"
  | "badEntropy"
  | "badCommit"
  | "badReveal"
  | "notRecoverable";

/** A PVSS value or message is refused. Messages are the reference's. */
export class PvssError extends TypedError<PvssErrorCode> {
  constructor(code: PvssErrorCode, message: string, details: ErrorDetails = {}, cause?: unknown) {
    super(code, message, {details, cause});
  }

  /** Runs `action`; a `PvssError` of it becomes one with `code` and `prefix` before its message. */
  static within<T>(code: PvssErrorCode, prefix: string, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof PvssError)) throw error;
      throw new PvssError(code, `${prefix}: ${error.message}`, error.details, error);
    }
  }
}
