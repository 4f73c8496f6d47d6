import {CodedError, errorCode, TypedError} from "@oasis-node/primitives/errors";
import {type JsonObject, object} from "./records.ts";

/** Either what was computed, or the error with which it was refused. */
export type Outcome<T> = {readonly value: T} | {readonly refusal: Error};

/** Runs a step whose typed errors are verdicts; anything else is a mistake of ours. */
export function outcome<T>(run: () => T): Outcome<T> {
  try {
    return {value: run()};
  } catch (error) {
    if (error instanceof CodedError || error instanceof TypedError) return {refusal: error};
    throw error;
  }
}

/** Module and number of the error, null without one. */
export function codeOf(result: Outcome<unknown>): unknown {
  return "refusal" in result ? errorCode(result.refusal) : null;
}

/** The same of a recorded error. */
export function recordedCode(value: unknown, where: string): unknown {
  if (value === null || value === undefined) return null;
  const {module, code} = object(value, where);
  return {module, code};
}

/** Amount of a decimal text. */
export function amount(record: JsonObject, name: string): bigint {
  return BigInt(String(record[name]));
}

/** Text of the error, null without one. */
export function refusalText(result: Outcome<unknown>): string | null {
  return "refusal" in result ? result.refusal.message : null;
}
