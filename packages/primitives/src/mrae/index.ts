export {type BoxKeyPair, type BoxMessage, deriveBoxKey, generateBoxKeyPair, openBox, sealBox} from "./box.ts";
export {DeoxysII, deoxysIIKeySize, deoxysIINonceSize, deoxysIITagSize} from "./deoxys.ts";
export {MraeError} from "./mraeError.ts";
export {boxKeySize, x25519, x25519PublicKey} from "./x25519.ts";
