import {bech32} from "@scure/base";
import {utf8} from "../bytes/index.ts";
import {Bech32Error} from "./bech32Error.ts";

const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
const checksumLength = 6;
const minLength = 8;
const maxLength = 90;

export interface Bech32 {
  /** Human readable part, lower case. */
  readonly prefix: string;
  readonly data: Uint8Array;
}

/** Bech32 text (BIP-173) of bytes; the prefix is put in lower case. */
export function encodeBech32(prefix: string, data: Uint8Array): string {
  return bech32.encode(prefix, bech32.toWords(data), false);
}

/**
 * Parts of a Bech32 text of at most 90 characters (primitives-mkvs §2.5). Throws `Bech32Error` with the reference's
 * wording: its checks are made in its order here, as the library's messages differ.
 */
export function decodeBech32(text: string): Bech32 {
  checkCharacters(utf8(text));
  const lower = text.toLowerCase();
  const separator = lower.lastIndexOf("1");
  if (separator < 1 || separator + 1 + checksumLength > lower.length)
    throw new Bech32Error("separator", `invalid separator index ${separator}`);
  const prefix = lower.slice(0, separator);
  const words = Array.from(lower.slice(separator + 1, -checksumLength), symbolValue);
  const checksum = lower.slice(-checksumLength);
  Array.from(checksum, symbolValue);
  const expected = bech32.encode(prefix, words, false).slice(-checksumLength);
  if (checksum !== expected)
    throw new Bech32Error("checksum", `invalid checksum (expected ${expected} got ${checksum})`);
  const data = bech32.fromWordsUnsafe(words);
  if (!data) throw new Bech32Error("padding", "invalid incomplete group");
  return {prefix, data};
}

function checkCharacters(text: Uint8Array): void {
  if (text.length < minLength || text.length > maxLength)
    throw new Bech32Error("length", `invalid bech32 string length ${text.length}`);
  let lower = false;
  let upper = false;
  for (const byte of text) {
    if (byte < 33 || byte > 126)
      throw new Bech32Error("character", `invalid character in string: '${String.fromCharCode(byte)}'`);
    lower ||= byte >= 97 && byte <= 122;
    upper ||= byte >= 65 && byte <= 90;
    if (lower && upper) throw new Bech32Error("mixedCase", "string not all lowercase or all uppercase");
  }
}

function symbolValue(symbol: string): number {
  const value = charset.indexOf(symbol);
  if (value < 0)
    throw new Bech32Error("character", `invalid character not part of charset: ${symbol.charCodeAt(0)}`);
  return value;
}
