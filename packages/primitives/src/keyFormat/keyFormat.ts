import type {KeyElement} from "./element.ts";
import {KeyFormatError} from "./keyFormatError.ts";

type AnyElement = KeyElement<unknown>;
type InOf<E> = E extends KeyElement<infer In, unknown> ? In : never;
type OutOf<E> = E extends KeyElement<never, infer Out> ? Out : never;

/** Values to encode for a layout. */
export type KeyInput<E extends readonly unknown[]> = {-readonly [I in keyof E]: InOf<E[I]>};

/** Values decoded from a key of a layout. */
export type KeyOutput<E extends readonly unknown[]> = {-readonly [I in keyof E]: OutOf<E[I]>};

/** The first values of a tuple: none, some or all. */
export type Leading<T extends readonly unknown[]> = T extends readonly [...infer Head, unknown]
  ? T | Leading<Head>
  : [];

/** Keys of a key-value store: one prefix byte, then the elements without separators (primitives-mkvs §5). */
export class KeyFormat<E extends readonly unknown[]> {
  /** The byte every key of the format starts with. */
  readonly prefix: number;
  /** Bytes of the shortest key. */
  readonly size: number;
  readonly #elements: readonly AnyElement[];

  constructor(prefix: number, elements: readonly AnyElement[] & E) {
    if (!Number.isInteger(prefix) || prefix < 0 || prefix > 0xff)
      throw new KeyFormatError("layout", {prefix});
    if (elements.filter(({size}) => size === null).length > 1)
      throw new KeyFormatError("layout", {prefix, reason: "more than one element of variable size"});
    this.prefix = prefix;
    this.size = elements.reduce((sum, {size}) => sum + (size ?? 0), 1);
    this.#elements = elements;
  }

  /** The key of these values. Throws `KeyFormatError` `value` when one does not fit its element. */
  encode(...values: KeyInput<E>): Uint8Array {
    if (values.length < this.#elements.length) throw new KeyFormatError("value", {missing: values.length});
    return this.#write(values);
  }

  /** What all keys with these first values start with. */
  encodePrefix(...values: Leading<KeyInput<E>>): Uint8Array {
    return this.#write(values);
  }

  /**
   * Values of a key, or `null` when it is one of another format. Bytes after the last element are ignored, as in the
   * reference. Throws `KeyFormatError` `tooShort` when the prefix fits and the length does not, or when the key is empty.
   */
  decode(key: Uint8Array): KeyOutput<E> | null {
    if (key.length === 0) throw new KeyFormatError("tooShort", {prefix: this.prefix});
    if (key[0] !== this.prefix) return null;
    if (key.length < this.size)
      throw new KeyFormatError("tooShort", {prefix: this.prefix, length: key.length});
    const values: unknown[] = [];
    let offset = 1;
    for (const element of this.#elements) {
      const size = element.size ?? key.length - this.size;
      const value = element.read(key.subarray(offset, offset + size));
      if (value === null) return null;
      values.push(value);
      offset += size;
    }
    // The elements are those of `E`, in order.
    return values as KeyOutput<E>;
  }

  #write(values: readonly unknown[]): Uint8Array {
    if (values.length > this.#elements.length)
      throw new KeyFormatError("tooManyValues", {prefix: this.prefix});
    const parts = this.#elements.slice(0, values.length);
    const sizes = parts.map((element, i) => element.sizeOf(values[i]));
    const out = new Uint8Array(sizes.reduce((sum, size) => sum + size, 1));
    out[0] = this.prefix;
    let offset = 1;
    parts.forEach((element, i) => {
      element.write(out, offset, values[i]);
      offset += sizes[i] ?? 0;
    });
    return out;
  }
}

/** Declares a key format: its prefix byte, a number or one ASCII character, and its elements. */
export function keyFormat<const E extends readonly AnyElement[]>(
  prefix: number | string,
  ...elements: E
): KeyFormat<E> {
  return new KeyFormat<E>(typeof prefix === "string" ? prefixByte(prefix) : prefix, elements);
}

function prefixByte(prefix: string): number {
  if (prefix.length !== 1) throw new KeyFormatError("layout", {prefix});
  return prefix.charCodeAt(0);
}
