import {PrivateKey} from "../ed25519/index.ts";
import {AccountKeysError} from "./accountKeysError.ts";
import {type Bip32Path, formatBip32Path, hardenedIndexStart} from "./bip32Path.ts";
import {isMnemonic, mnemonicSeed} from "./bip39.ts";
import {type Slip10Key, slip10ChildKey, slip10MasterKey} from "./slip10.ts";

/** An account's key and where in the tree it stands. */
export interface AccountKey {
  readonly path: Bip32Path;
  /** The path as text, such as `m/44'/474'/0'`. */
  readonly pathText: string;
  readonly privateKey: PrivateKey;
}

const maxAccountKeyNumber = 2 ** 31 - 1;
const purpose = 44;
const coinType = 474;

/**
 * The key number `number` (0 to 2^31 − 1) of a mnemonic, at `m/44'/474'/number'` (ADR 0008, primitives-mkvs §3.4).
 * Throws `AccountKeysError` `keyNumber` or `mnemonic`.
 */
export function accountKey(mnemonic: string, passphrase: string, number: number): AccountKey {
  if (!Number.isInteger(number) || number < 0 || number > maxAccountKeyNumber) {
    throw new AccountKeysError(
      "keyNumber",
      `sakg: invalid key number: ${number} (maximum: ${maxAccountKeyNumber})`,
      {number},
    );
  }
  if (!isMnemonic(mnemonic)) throw new AccountKeysError("mnemonic", "sakg: invalid mnemonic");
  const path = [purpose, coinType, number].map((index) => index + hardenedIndexStart);
  const seed = mnemonicSeed(mnemonic, passphrase);
  const key = path.reduce(childAndForget, slip10MasterKey(seed));
  seed.fill(0);
  const privateKey = PrivateKey.fromSeed(key.seed);
  forget(key);
  return {path, pathText: formatBip32Path(path), privateKey};
}

function childAndForget(parent: Slip10Key, index: number): Slip10Key {
  const child = slip10ChildKey(parent, index);
  forget(parent);
  return child;
}

function forget({seed, chainCode}: Slip10Key): void {
  seed.fill(0);
  chainCode.fill(0);
}
