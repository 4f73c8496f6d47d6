import {CodedError, TypedError} from "@oasis-node/primitives/errors";

/** What an action gave, or why it refused. */
export type Attempt<T> =
  | {readonly ok: true; readonly value: T}
  | {readonly ok: false; readonly problem: string};

/** Runs an action for which a refusal is an answer; any error but a typed one of ours goes on. */
export function attempt<T>(action: () => T): Attempt<T> {
  try {
    return {ok: true, value: action()};
  } catch (error) {
    if (error instanceof CodedError || error instanceof TypedError)
      return {ok: false, problem: error.message};
    throw error;
  }
}
