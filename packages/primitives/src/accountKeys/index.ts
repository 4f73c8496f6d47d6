export {type AccountKey, accountKey} from "./accountKey.ts";
export {AccountKeysError, type AccountKeysErrorCode} from "./accountKeysError.ts";
export {type Bip32Path, formatBip32Path, hardenedIndexStart, parseBip32Path} from "./bip32Path.ts";
export {isMnemonic, mnemonicSeed} from "./bip39.ts";
export {type Slip10Key, slip10ChildKey, slip10MasterKey} from "./slip10.ts";
