import {CodedError, TypedError} from "@oasis-node/primitives/errors";
import type {LogFields} from "@oasis-node/primitives/log";

/**
 * How the user learns of a failure:
 * - `log`: a line of the log, which goes to stdout unless it is configured otherwise;
 * - `stderr`: the message alone, for what fails before there is a log;
 * - `silent`: only by the exit code.
 */
export type FailureCode = "log" | "stderr" | "silent";

/** Ends a command. The message is a constant text; what varies is in the fields. */
export class CommandFailure extends TypedError<FailureCode> {
  readonly exitCode: number;
  /** Module of the log line. */
  readonly module: string;
  readonly fields: LogFields;

  constructor(
    code: FailureCode,
    message: string,
    more: Partial<Pick<CommandFailure, "exitCode" | "module" | "fields">> = {},
  ) {
    const {exitCode = 1, module = "", fields = {}} = more;
    super(code, message, {details: fields, cause: fields.err});
    this.exitCode = exitCode;
    this.module = module;
    this.fields = fields;
  }
}

/** Makes failures that a module's log line tells of. */
export function failuresOf(
  module: string,
): (message: string, fields?: LogFields, exitCode?: number) => CommandFailure {
  return (message, fields = {}, exitCode = 1) =>
    new CommandFailure("log", message, {exitCode, module, fields});
}

/** A failure which only the exit code tells of. */
export function silentFailure(exitCode = 1): CommandFailure {
  return new CommandFailure("silent", "the command failed", {exitCode});
}

/** A failure whose message is all there is, on stderr. */
export function earlyFailure(message: string, exitCode = 1): CommandFailure {
  return new CommandFailure("stderr", message, {exitCode});
}

/**
 * Runs a step; what it throws as a typed or a coded error becomes a failure with the error under `err`. Defects and failures go
 * through.
 */
export async function orFail<T>(
  step: () => T | Promise<T>,
  fail: (err: Error) => CommandFailure,
): Promise<T> {
  try {
    return await step();
  } catch (error) {
    if (error instanceof CommandFailure || !isExpected(error)) throw error;
    throw fail(error);
  }
}

/** Errors that bad input or the machine can cause; all others are defects. */
function isExpected(error: unknown): error is Error {
  return error instanceof TypedError || error instanceof CodedError;
}
