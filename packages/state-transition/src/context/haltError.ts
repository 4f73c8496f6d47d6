import {type ErrorDetails, TypedError} from "@oasis-node/primitives/errors";

/**
 * The chain cannot go on: what stops a node of the reference with a fatal error or a crash (consensus-core §12, §14).
 * `code` names the step that failed. It never becomes a transaction result.
 */
export class HaltError extends TypedError<HaltCode> {
  constructor(code: HaltCode, message: string, options: {details?: ErrorDetails; cause?: unknown} = {}) {
    super(code, message, options);
  }
}

export type HaltCode =
  /** Genesis was refused by an application. */
  | "initChain"
  /** A hook of an application failed at the beginning or the end of a block. */
  | "block"
  /** A transaction met state that is missing or cannot be read. */
  | "unavailableState"
  /** A transaction would crash the reference. */
  | "crash"
  /** The halt epoch of the genesis document has come. */
  | "haltEpoch"
  /** An upgrade is due that this software does not contain. */
  | "upgrade";
