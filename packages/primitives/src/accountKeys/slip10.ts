import {createHmac} from "node:crypto";
import {AccountKeysError} from "./accountKeysError.ts";
import {hardenedIndexStart} from "./bip32Path.ts";

/** A key of the tree: Ed25519 seed and chain code, 32 bytes each. Both are secret. */
export interface Slip10Key {
  readonly seed: Uint8Array;
  readonly chainCode: Uint8Array;
}

const minSeedSize = 16;
const maxSeedSize = 64;
const seedSize = 32;

/** Master key of a seed of 16 to 64 bytes (SLIP-0010 for Ed25519). Throws `AccountKeysError` `seedLength`. */
export function slip10MasterKey(seed: Uint8Array): Slip10Key {
  if (seed.length < minSeedSize || seed.length > maxSeedSize) {
    throw new AccountKeysError("seedLength", "slip10: invalid seed", {length: seed.length});
  }
  return split(createHmac("sha512", "ed25519 seed").update(seed).digest());
}

/**
 * Child of a key. Ed25519 has hardened children only: `index` from 2^31 to 2^32 − 1. Throws `AccountKeysError`
 * `notHardened` or `parentKeyLength`.
 */
export function slip10ChildKey(parent: Slip10Key, index: number): Slip10Key {
  if (parent.seed.length !== seedSize) {
    throw new AccountKeysError("parentKeyLength", "slip10: invalid parent key", {length: parent.seed.length});
  }
  if (!Number.isInteger(index) || index < hardenedIndexStart || index >= 2 * hardenedIndexStart) {
    throw new AccountKeysError("notHardened", "slip10: non-hardened keys not supported", {index});
  }
  const data = new Uint8Array(1 + seedSize + 4);
  data.set(parent.seed, 1);
  new DataView(data.buffer).setUint32(1 + seedSize, index);
  const key = split(createHmac("sha512", parent.chainCode).update(data).digest());
  data.fill(0);
  return key;
}

function split(digest: Buffer): Slip10Key {
  const key = {seed: new Uint8Array(digest.subarray(0, 32)), chainCode: new Uint8Array(digest.subarray(32))};
  digest.fill(0);
  return key;
}
