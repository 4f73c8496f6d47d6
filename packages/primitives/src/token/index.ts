export {prettyAmount, type TokenContext} from "./prettyAmount.ts";
export {
  maxTokenExponent,
  maxTokenSymbolLength,
  prettyFraction,
  tokenErrors,
  tokenSymbolPattern,
  toTokenAmount,
} from "./tokenAmount.ts";
