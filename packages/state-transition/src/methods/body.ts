import {decode} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Method, Transaction} from "../consensus/index.ts";
import {transactionMethod} from "./transactionMethods.ts";

/** No method has the name that a transaction gives. */
export class UnknownMethodError extends TypedError<"unknownMethod"> {
  constructor(name: string) {
    super("unknownMethod", `unknown transaction method ${JSON.stringify(name)}`, {details: {name}});
  }
}

/** The method a transaction names. Throws `UnknownMethodError`. */
export function methodOf({method}: Transaction): Method {
  const found = transactionMethod(method);
  if (found === undefined) throw new UnknownMethodError(method);
  return found;
}

/** The decoded body: zero when there is none at all. Throws `UnknownMethodError` or `CborError`. */
export function decodeBody(transaction: Transaction): unknown {
  const {body} = methodOf(transaction);
  return decode(body, transaction.body);
}
