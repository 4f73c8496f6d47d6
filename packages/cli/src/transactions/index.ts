export {jsonSignedTransaction} from "./jsonTransaction.ts";
export {
  type ChainView,
  chainViewOf,
  prettySignedTransaction,
  prettyTransaction,
} from "./prettyTransaction.ts";
