import {major, simple} from "./major.ts";
import {encodeText} from "./utf8.ts";

const initialSize = 512;
/** A buffer that has grown beyond this is not kept for the next value. */
const largestKept = 1 << 20;

/** Growing buffer for canonical CBOR: shortest heads, definite lengths (primitives-mkvs §1.1). */
export class Writer {
  #bytes: Uint8Array = new Uint8Array(initialSize);
  #at = 0;

  get length(): number {
    return this.#at;
  }

  /** A copy of what has been written, sharing nothing with the buffer. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  /** Makes ready for another value. */
  reset(): void {
    this.#at = 0;
    if (this.#bytes.length > largestKept) this.#bytes = new Uint8Array(initialSize);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#at++] = value;
  }

  nil(): void {
    this.byte(0xf6);
  }

  bool(value: boolean): void {
    this.byte(0xe0 | (value ? simple.true : simple.false));
  }

  /** Head of major type `type` with an argument up to 2^53. */
  head(type: number, argument: number): void {
    this.#reserve(9);
    const bytes = this.#bytes;
    const initial = type << 5;
    if (argument < 24) {
      bytes[this.#at++] = initial | argument;
      return;
    }
    if (argument < 0x100) this.#argument(initial | 24, argument, 1);
    else if (argument < 0x1_0000) this.#argument(initial | 25, argument, 2);
    else if (argument < 0x1_0000_0000) this.#argument(initial | 26, argument, 4);
    else this.#argument(initial | 27, argument, 8);
  }

  /** Integer of -2^64 to 2^64 - 1. */
  integer(value: bigint): void {
    const type = value < 0n ? major.negative : major.unsigned;
    const argument = value < 0n ? -1n - value : value;
    if (argument <= 0xffff_ffffn) {
      this.head(type, Number(argument));
      return;
    }
    this.#reserve(9);
    this.#bytes[this.#at] = (type << 5) | 27;
    this.#bigEndian(this.#at + 1, Number(argument >> 32n), 4);
    this.#bigEndian(this.#at + 5, Number(argument & 0xffff_ffffn), 4);
    this.#at += 9;
  }

  byteString(value: Uint8Array): void {
    this.head(major.bytes, value.length);
    this.raw(value);
  }

  textString(value: string): void {
    if (value.length < 24 && this.#shortAscii(value)) return;
    const bytes = encodeText(value);
    this.head(major.text, bytes.length);
    this.raw(bytes);
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): void {
    const {length} = value;
    this.#reserve(length);
    const bytes = this.#bytes;
    const at = this.#at;
    // Below this size a loop beats the call.
    if (length <= 32) for (let i = 0; i < length; i++) bytes[at + i] = value[i] ?? 0;
    else bytes.set(value, at);
    this.#at = at + length;
  }

  /** Puts a byte in place of one written before. */
  patch(at: number, value: number): void {
    this.#bytes[at] = value;
  }

  /** Copy of what has been written from `from` on. */
  part(from: number): Uint8Array {
    return this.#bytes.slice(from, this.#at);
  }

  /** Bytewise order of two parts of what has been written. */
  compare(fromA: number, toA: number, fromB: number, toB: number): number {
    const bytes = this.#bytes;
    const length = Math.min(toA - fromA, toB - fromB);
    for (let i = 0; i < length; i++) {
      const difference = (bytes[fromA + i] ?? 0) - (bytes[fromB + i] ?? 0);
      if (difference !== 0) return difference;
    }
    return toA - fromA - (toB - fromB);
  }

  /** Forgets everything from `at` on. */
  truncate(at: number): void {
    this.#at = at;
  }

  #shortAscii(value: string): boolean {
    const {length} = value;
    this.#reserve(length + 1);
    const bytes = this.#bytes;
    const at = this.#at;
    for (let i = 0; i < length; i++) {
      const code = value.charCodeAt(i);
      if (code >= 0x80) return false;
      bytes[at + 1 + i] = code;
    }
    bytes[at] = (major.text << 5) | length;
    this.#at = at + 1 + length;
    return true;
  }

  #argument(initial: number, argument: number, size: number): void {
    this.#bytes[this.#at] = initial;
    this.#bigEndian(this.#at + 1, argument, size);
    this.#at += 1 + size;
  }

  #bigEndian(at: number, value: number, size: number): void {
    let rest = value;
    for (let i = size - 1; i >= 0; i--) {
      this.#bytes[at + i] = rest & 0xff;
      rest = Math.floor(rest / 256);
    }
  }

  #reserve(count: number): void {
    const needed = this.#at + count;
    if (needed > this.#bytes.length) this.#grow(needed);
  }

  #grow(needed: number): void {
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = grown;
  }
}
