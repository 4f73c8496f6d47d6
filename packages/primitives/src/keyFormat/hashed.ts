import {asHash, type Hash, hashOf, hashSize} from "../hash/index.ts";
import type {KeyElement} from "./element.ts";
import {KeyFormatError} from "./keyFormatError.ts";

/** A hash which stands for the value of a hashed element and is not hashed again. */
export class PreHashed {
  readonly hash: Hash;

  constructor(hash: Hash) {
    this.hash = hash;
  }
}

/** The hash of another element's bytes. Decodes to the hash only. */
export function hashed<T extends Uint8Array>(inner: KeyElement<T>): KeyElement<T | PreHashed, PreHashed> {
  return {
    name: `H(${inner.name})`,
    size: hashSize,
    sizeOf: (value) => {
      if (value instanceof PreHashed) {
        if (value.hash.length !== hashSize) throw new KeyFormatError("value", {element: inner.name, value});
      } else {
        inner.sizeOf(value);
      }
      return hashSize;
    },
    write: (out, offset, value) => out.set(value instanceof PreHashed ? value.hash : hashOf(value), offset),
    read: (bytes) => new PreHashed(asHash(bytes.slice())),
  };
}
