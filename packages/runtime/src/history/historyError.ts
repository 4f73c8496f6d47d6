import {TypedError, type TypedErrorOptions} from "@oasis-node/primitives/errors";

/**
 * What the reference gives no number; a block that is not there is `roothashErrors.notFound`.
 *
 * - `unsupportedVersion`: the database has another layout;
 * - `otherRuntime`: the database, or a block, belongs to another runtime;
 * - `lowerHeight`, `lowerRound`: blocks have to come in order, each once;
 * - `corrupted`: stored bytes are not what was written.
 */
export type HistoryErrorCode =
  | "unsupportedVersion"
  | "otherRuntime"
  | "lowerHeight"
  | "lowerRound"
  | "corrupted";

/** A history that cannot do what was asked of it (runtime-workers §4.10). */
export class HistoryError extends TypedError<HistoryErrorCode> {
  constructor(code: HistoryErrorCode, context: string, options: TypedErrorOptions = {}) {
    super(code, `runtime/history: ${context}`, options);
  }
}
