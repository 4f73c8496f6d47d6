import {utf8} from "../bytes/index.ts";
import {isQuantity} from "../quantity/index.ts";
import {maxTokenExponent, maxTokenSymbolLength, toTokenAmount} from "./tokenAmount.ts";

/** How amounts are shown; what is missing or unfit is done without. */
export interface TokenContext {
  /** Ticker symbol, 1 to 8 bytes. */
  readonly symbol?: string;
  /** Base-10 exponent between a token and its base unit, 0 to 20. */
  readonly exponent?: number;
  /** Put before the amount; only `+` and `-` count. */
  readonly sign?: string;
}

/**
 * An amount for people: in tokens when the context says how, else in base units (primitives-mkvs §2.4). A negative
 * amount or `null` (one that could not be computed) reads `(invalid)`.
 */
export function prettyAmount(amount: bigint | null, {symbol, exponent, sign}: TokenContext): string {
  if (amount === null || !isQuantity(amount)) return "(invalid)";
  const shownSign = sign === "+" || sign === "-" ? sign : "";
  if (symbol !== undefined && isShownSymbol(symbol) && exponent !== undefined && exponent <= maxTokenExponent)
    return `${shownSign}${toTokenAmount(amount, exponent)} ${symbol}`;
  return `${shownSign}${amount} base units`;
}

/** More lenient than registration: any text of a fitting size is shown. */
function isShownSymbol(symbol: string): boolean {
  const {length} = utf8(symbol);
  return length > 0 && length <= maxTokenSymbolLength;
}
