import {type ErrorDetails, TypedError} from "../errors/index.ts";

const messages = {
  invalidQuantity: "invalid quantity",
  insufficientBalance: "insufficient balance",
} as const;

/** An amount is negative, not a number or too small for what was asked. Uncoded in the reference (primitives-mkvs §2.3). */
export class QuantityError extends TypedError<keyof typeof messages | "malformedText"> {
  static invalidQuantity(details: ErrorDetails): QuantityError {
    return new QuantityError("invalidQuantity", messages.invalidQuantity, {details});
  }

  static insufficientBalance(details: ErrorDetails): QuantityError {
    return new QuantityError("insufficientBalance", messages.insufficientBalance, {details});
  }

  static malformedText(text: string): QuantityError {
    const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
    return new QuantityError("malformedText", `not an amount: ${JSON.stringify(shown)}`);
  }
}
