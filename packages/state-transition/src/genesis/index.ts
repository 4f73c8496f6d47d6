export {chainContext, Document, documentHash, formatDocument, parseDocument} from "./document.ts";
