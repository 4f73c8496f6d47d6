export {asHash, Hash, hashFromText, hashSize, isHash, truncateHash} from "./hash.ts";
export {HashError} from "./hashError.ts";
export {emptyHash, hashOf, hashOfValue, isEmptyHash} from "./hashOf.ts";
