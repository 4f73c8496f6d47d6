export {type ChainView, chainViewOf} from "./chainView.ts";
export {jsonSignedTransaction} from "./jsonTransaction.ts";
export {prettySignedTransaction, prettyTransaction} from "./prettyTransaction.ts";
