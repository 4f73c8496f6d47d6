import {type Address, addressFromText} from "@oasis-node/primitives/address";
import {TypedError} from "@oasis-node/primitives/errors";
import {QuantityError, quantityFromText} from "@oasis-node/primitives/quantity";
import {type CommandFailure, failuresOf} from "../framework/index.ts";

/** Failures of the staking commands. */
export const stakeFailure: (message: string, fields?: Readonly<Record<string, unknown>>) => CommandFailure =
  failuresOf("cmd/stake");

/** An amount that is no number at all, in the words of Go's `math/big`. */
class AmountTextError extends TypedError<"malformed"> {
  constructor(text: string, cause: QuantityError) {
    super("malformed", `math/big: cannot unmarshal ${JSON.stringify(text)} into a *big.Int`, {cause});
  }
}

/** Account address of an option; `what` names it in the failure. */
export function addressArgument(text: string, what: string): Address {
  return parsed(() => addressFromText(text), what);
}

/** Amount of an option, likewise. */
export function amountArgument(text: string, what: string): bigint {
  return parsed(() => {
    try {
      return quantityFromText(text);
    } catch (cause) {
      if (cause instanceof QuantityError && cause.code === "malformedText")
        throw new AmountTextError(text, cause);
      throw cause;
    }
  }, what);
}

function parsed<T>(parse: () => T, what: string): T {
  try {
    return parse();
  } catch (err) {
    if (!(err instanceof TypedError)) throw err;
    throw stakeFailure(`failed to parse ${what}`, {err});
  }
}
