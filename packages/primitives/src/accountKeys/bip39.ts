import {pbkdf2Sync} from "node:crypto";
import {validateMnemonic} from "@scure/bip39";
import {wordlist} from "@scure/bip39/wordlists/english.js";
import {utf8} from "../bytes/index.ts";

const rounds = 2048;
const seedSize = 64;

/** White space as Go knows it (`unicode.IsSpace`), which is not quite `\s`. */
const goSpaces = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * Whether the text is an English BIP-39 mnemonic of 12 to 24 words with a right checksum. Any white space may separate
 * and surround the words, as in the reference – though it changes the seed.
 */
export function isMnemonic(mnemonic: string): boolean {
  const words = mnemonic.split(goSpaces).filter((word) => word !== "");
  // The library would normalise other letters to these first; the reference does not.
  return words.every((word) => /^[a-z]+$/.test(word)) && validateMnemonic(words.join(" "), wordlist);
}

/**
 * The 64-byte BIP-39 seed of the texts' UTF-8 bytes as they are: the reference does not normalise them to NFKD
 * (primitives-mkvs §3.4, kept), so a passphrase that is not in that form gives another seed than other wallets.
 * PERF: 2048 rounds, about a millisecond.
 */
export function mnemonicSeed(mnemonic: string, passphrase: string): Uint8Array {
  const {buffer, byteOffset} = pbkdf2Sync(
    utf8(mnemonic),
    utf8(`mnemonic${passphrase}`),
    rounds,
    seedSize,
    "sha512",
  );
  return new Uint8Array(buffer, byteOffset, seedSize);
}
