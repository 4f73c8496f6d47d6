export {decodeBody, methodOf, UnknownMethodError} from "./body.ts";
export {prettyTransaction, transactionFromPretty} from "./pretty.ts";
export {transactionMethod, transactionMethods} from "./transactionMethods.ts";
