import {CborError, type CborErrorCode} from "./cborError.ts";
import type {DecodeMode} from "./decodeMode.ts";
import {readFloat} from "./float.ts";
import {major, simple} from "./major.ts";

/** Cursor over CBOR bytes which knows about heads (RFC 7049 §2). */
export abstract class HeadReader {
  readonly bytes: Uint8Array;
  readonly mode: DecodeMode;
  /** Offset of the next unread byte. */
  at = 0;
  /** Argument of the last head: a value, length or count. Exact up to 2^53; `wide` has all 64 bits. */
  argument = 0;
  /** Additional information of the last head (its low five bits); 31 stands for an indefinite length. */
  info = 0;
  /** The halves of an argument of 64 bits. */
  protected high = 0;
  protected low = 0;

  constructor(bytes: Uint8Array, mode: DecodeMode) {
    // A Buffer's slice() shares memory and its subarray() is a Buffer: neither may get into values.
    this.bytes =
      bytes.constructor === Uint8Array
        ? bytes
        : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.mode = mode;
  }

  fail(code: CborErrorCode, message: string, cause?: unknown): CborError {
    return new CborError(code, message, {offset: this.at}, cause);
  }

  /** Whether the next item is null or undefined; consumes it if so. */
  skipNil(): boolean {
    const byte = this.bytes[this.at];
    if (byte !== 0xf6 && byte !== 0xf7) return false;
    this.at++;
    return true;
  }

  nextIsTag(): boolean {
    return (this.bytes[this.at] ?? 0) >> 5 === major.tag;
  }

  /** Moves behind `expected` if that is what comes next. */
  skipExactly(expected: Uint8Array): boolean {
    const {bytes, at} = this;
    for (let i = 0; i < expected.length; i++) if (bytes[at + i] !== expected[i]) return false;
    this.at = at + expected.length;
    return true;
  }

  /** Argument of the last head with all its 64 bits. */
  wide(): bigint {
    return this.info === 27 ? (BigInt(this.high) << 32n) | BigInt(this.low) : BigInt(this.argument);
  }

  /** The number which a simple value without a meaning counts as in an integer field (primitives-mkvs §1.2). */
  isNumericSimple(): boolean {
    return this.info < simple.false || this.info === simple.oneByte;
  }

  /** Value of the float whose head was read last. */
  float(): number {
    const size = 1 << (this.info - 24);
    return readFloat(this.bytes, this.at - size, size);
  }

  isNilSimple(): boolean {
    return this.info === simple.null || this.info === simple.undefined;
  }

  /** Reads a head and returns its major type. */
  protected head(): number {
    const at = this.at;
    const initial = this.bytes[at];
    if (initial === undefined) throw this.fail("truncated", "input ends where an item is expected");
    this.at = at + 1;
    const info = initial & 0x1f;
    this.info = info;
    this.argument = info;
    const type = initial >> 5;
    if (info >= 24) this.#longHead(type, info);
    return type;
  }

  #longHead(type: number, info: number): void {
    if (info === 31) {
      this.#indefinite(type);
      return;
    }
    if (info > 27) throw this.fail("malformed", `reserved additional information ${info}`);
    const {bytes, at} = this;
    const size = 1 << (info - 24);
    if (bytes.length - at < size) throw this.fail("truncated", "input ends inside a head");
    this.at = at + size;
    if (size === 8) {
      this.high = bigEndian(bytes, at, 4);
      this.low = bigEndian(bytes, at + 4, 4);
      this.argument = this.high * 2 ** 32 + this.low;
    } else this.argument = bigEndian(bytes, at, size);
    if (info === simple.oneByte && type === major.simple && this.argument < 32)
      throw this.fail("malformed", `simple value ${this.argument} in two bytes`);
  }

  #indefinite(type: number): void {
    if (type < major.bytes || type > major.map)
      throw this.fail("malformed", "break or length where none can be");
    if (!this.mode.allowTagsAndIndefinite) throw this.fail("indefinite", "indefinite length is not allowed");
  }
}

function bigEndian(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
