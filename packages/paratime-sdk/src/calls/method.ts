import {encode, type Schema} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {ParatimeError, type TransactionContext} from "../paratime/index.ts";
import {readArguments} from "./readArguments.ts";

/** Why a call could not do what it should: the sender reads the text as the transaction's output. */
export class CallError extends TypedError<"refused"> {
  constructor(message: string) {
    super("refused", message);
  }
}

/** One method: takes its arguments from CBOR and gives its result as CBOR. Throws `CallError`. */
export type Method = (ctx: TransactionContext, args: Uint8Array) => Promise<Uint8Array>;

export interface MethodOptions<A, R> {
  readonly args: Schema<A>;
  readonly result: Schema<R>;
  /**
   * Does what the method does; throws `CallError` when it cannot. What it has changed in the state by then stays, as do
   * its messages; its tags do not.
   */
  readonly run: (ctx: TransactionContext, args: A) => Promise<R>;
}

/** Declares a method by the schemas of its arguments and its result. */
export function method<A, R>({args, result, run}: MethodOptions<A, R>): Method {
  return async (ctx, raw) => {
    const read = readArguments(args, raw);
    if (read === null) throw new CallError("malformed call arguments");
    try {
      return encode(result, await run(ctx, read.value));
    } catch (error) {
      if (error instanceof ParatimeError && error.code === "tooManyMessages")
        throw new CallError(error.message);
      throw error;
    }
  };
}

/** Methods by their names on the wire. */
export type Methods = Readonly<Record<string, Method>>;
