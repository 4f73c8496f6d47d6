export {type KeyElement, keyBytes, keyFixed, keyI64, keyU8, keyU32, keyU64} from "./element.ts";
export {hashed, PreHashed} from "./hashed.ts";
export {type KeyFormat, type KeyInput, type KeyOutput, keyFormat, type Leading} from "./keyFormat.ts";
export {KeyFormatError} from "./keyFormatError.ts";
export {keyAddress, keyHash, keyNamespace, keyPublicKey} from "./protocolElements.ts";
