import {CborError, type CborErrorCode} from "./cborError.ts";
import {type DecodeMode, maxNesting} from "./decodeMode.ts";
import {readFloat} from "./float.ts";
import {major, majorName, simple} from "./major.ts";
import {decodeText} from "./utf8.ts";

const breakByte = 0xff;

/**
 * Cursor over one CBOR item. The reference walks the whole item for well-formedness and only then fills the target;
 * here both happen at once, which gives the same verdict because either kind of error refuses the input
 * (primitives-mkvs §1.2). Tags and indefinite lengths change the counting of nesting, so the first of them makes the
 * reader walk the whole item before it goes on.
 */
export class Reader {
  readonly bytes: Uint8Array;
  readonly mode: DecodeMode;
  /** Offset of the next unread byte. */
  at = 0;
  /** Argument of the last head: a value, length or count. Exact up to 2^53; `wide` has all 64 bits. */
  argument = 0;
  /** Additional information of the last head (its low five bits). */
  info = 0;
  #high = 0;
  #low = 0;
  #depth = 0;
  #walked = false;

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

  /** The same for a null that may have tags on it. */
  skipTaggedNil(): boolean {
    if (this.skipNil()) return true;
    if (!this.nextIsTag() || !this.mode.allowTagsAndIndefinite) return false;
    const from = this.at;
    if (this.item() === major.simple && this.isNilSimple()) return true;
    this.at = from;
    return false;
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

  /** Reads the head of the next item and returns its major type, after dropping tags where they are allowed. */
  item(): number {
    const type = this.#head();
    return type === major.tag ? this.#tagged() : type;
  }

  /** Argument of the last head with all its 64 bits. */
  wide(): bigint {
    return this.info === 27 ? (BigInt(this.#high) << 32n) | BigInt(this.#low) : BigInt(this.argument);
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

  /** Content of the byte string, or of the bignum, whose head was read last; a copy. */
  byteString(): Uint8Array {
    if (this.info === 31) return this.#chunks(major.bytes);
    const from = this.at;
    return this.bytes.slice(from, this.#advance());
  }

  /** Content of the text string whose head was read last. */
  textString(): string {
    if (this.info !== 31) {
      const from = this.at;
      return this.#decodeText(from, this.#advance());
    }
    let text = "";
    // Every chunk has to be valid by itself.
    this.#eachChunk(major.text, (from, to) => {
      text += this.#decodeText(from, to);
    });
    return text;
  }

  /**
   * Goes into the array or map whose head was read last. Returns the number of elements (of a map: pairs), or its
   * complement when the length is indefinite; give it to `leave` after the last element.
   */
  enter(itemsEach: 1 | 2): number {
    if (++this.#depth > maxNesting) throw this.fail("limit", `nested deeper than ${maxNesting}`);
    if (this.info === 31) return ~this.#countUntilBreak(itemsEach);
    const count = this.argument;
    this.#checkCount(count);
    // Every item takes at least one byte, so a longer claim can only end in truncation: refused before allocating.
    if (count * itemsEach > this.bytes.length - this.at)
      throw this.fail("truncated", "input ends inside an item");
    return count;
  }

  leave(entered: number): void {
    this.#depth--;
    if (entered < 0) this.at++;
  }

  /** Walks over the next item, whatever it is. Text in it is not checked for UTF-8. */
  skip(): void {
    const type = this.#head();
    switch (type) {
      case major.bytes:
      case major.text:
        if (this.info === 31) this.#eachChunk(type, () => {});
        else this.#advance();
        return;
      case major.array:
        this.#skipItems(1);
        return;
      case major.map:
        this.#skipItems(2);
        return;
      case major.tag:
        this.#skipTagged();
    }
  }

  /** Bytes of the next item as they are; a view. In trusted mode tag 55799 (self-described CBOR) is dropped first. */
  rawItem(): Uint8Array {
    if (this.mode.allowTagsAndIndefinite) this.#dropSelfDescribed();
    const from = this.at;
    this.skip();
    return this.bytes.subarray(from, this.at);
  }

  #head(): number {
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
      this.#high = bigEndian(bytes, at, 4);
      this.#low = bigEndian(bytes, at + 4, 4);
      this.argument = this.#high * 2 ** 32 + this.#low;
    } else this.argument = bigEndian(bytes, at, size);
    if (info === simple.oneByte && type === major.simple && this.argument < 32)
      throw this.fail("malformed", `simple value ${this.argument} in two bytes`);
  }

  #indefinite(type: number): void {
    if (type < major.bytes || type > major.map)
      throw this.fail("malformed", "break or length where none can be");
    if (!this.mode.allowTagsAndIndefinite) throw this.fail("indefinite", "indefinite length is not allowed");
    this.#walkWhole();
  }

  #tagged(): number {
    if (!this.mode.allowTagsAndIndefinite) throw this.fail("tag", "tag is not allowed");
    this.#walkWhole();
    let type: number = major.tag;
    while (type === major.tag) {
      const tag = this.argument;
      this.#checkBuiltinTag(tag);
      type = this.#head();
      if (tag === 2) return major.bignum;
      if (tag === 3) return major.negativeBignum;
    }
    return type;
  }

  /** Tags 0 to 3 are only good with content of their kind. */
  #checkBuiltinTag(tag: number): void {
    const initial = this.bytes[this.at] ?? 0;
    const type = initial >> 5;
    const fits =
      tag === 0
        ? type === major.text
        : tag === 1
          ? type <= major.negative || (initial >= 0xf9 && initial <= 0xfb)
          : tag > 3 || type === major.bytes;
    if (!fits) throw this.fail("tag", `tag ${tag} over a ${majorName(type)}`);
  }

  #dropSelfDescribed(): void {
    while (this.nextIsTag()) {
      const from = this.at;
      this.#head();
      if (this.argument === 55_799) continue;
      this.#checkBuiltinTag(this.argument);
      this.at = from;
      return;
    }
  }

  /** Like the first pass of the reference: with all counting, from the very start. */
  #walkWhole(): void {
    if (this.#walked) return;
    this.#walked = true;
    const {at, info, argument} = this;
    const depth = this.#depth;
    this.at = 0;
    this.#depth = 0;
    this.skip();
    this.at = at;
    this.info = info;
    this.argument = argument;
    this.#depth = depth;
  }

  #skipItems(itemsEach: 1 | 2): void {
    if (this.info === 31) {
      this.#skipUntilBreak(itemsEach);
      return;
    }
    const count = this.enter(itemsEach);
    for (let left = count * itemsEach; left > 0; left--) this.skip();
    this.leave(count);
  }

  #skipUntilBreak(itemsEach: 1 | 2): void {
    if (++this.#depth > maxNesting) throw this.fail("limit", `nested deeper than ${maxNesting}`);
    this.#countItems(itemsEach);
    this.#depth--;
    this.at++;
  }

  #countUntilBreak(itemsEach: 1 | 2): number {
    const from = this.at;
    const count = this.#countItems(itemsEach);
    this.at = from;
    return count;
  }

  #countItems(itemsEach: 1 | 2): number {
    let items = 0;
    while (!this.#atBreak()) {
      this.skip();
      this.#checkCount(++items / itemsEach);
    }
    if (items % itemsEach !== 0) throw this.fail("malformed", "break between a key and its value");
    return items / itemsEach;
  }

  #atBreak(): boolean {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw this.fail("truncated", "input ends before a break");
    return byte === breakByte;
  }

  #skipTagged(): void {
    if (!this.mode.allowTagsAndIndefinite) throw this.fail("tag", "tag is not allowed");
    const depth = this.#depth;
    // The reference counts nesting from the second of consecutive tags on.
    while (this.nextIsTag()) {
      this.#head();
      if (++this.#depth > maxNesting) throw this.fail("limit", `nested deeper than ${maxNesting}`);
    }
    this.skip();
    this.#depth = depth;
  }

  #checkCount(count: number): void {
    if (count > this.mode.maxItems)
      throw this.fail("limit", `more than ${this.mode.maxItems} elements or pairs`);
  }

  /** Moves behind the content of a string; returns the new offset. */
  #advance(): number {
    // More input cannot help a length of 64 bits: the reference counts in 63.
    if (this.info === 27 && this.#high >= 0x8000_0000) throw this.fail("limit", "string is too long");
    const to = this.at + this.argument;
    if (to > this.bytes.length) throw this.fail("truncated", "input ends inside a string");
    this.at = to;
    return to;
  }

  #chunks(type: number): Uint8Array {
    const parts: Uint8Array[] = [];
    this.#eachChunk(type, (from, to) => parts.push(this.bytes.subarray(from, to)));
    return new Uint8Array(Buffer.concat(parts));
  }

  #eachChunk(type: number, visit: (from: number, to: number) => void): void {
    while (!this.#atBreak()) {
      const initial = this.bytes[this.at] ?? 0;
      if (initial >> 5 !== type || (initial & 0x1f) === 31)
        throw this.fail("malformed", "wrong chunk in a string of indefinite length");
      this.#head();
      const from = this.at;
      visit(from, this.#advance());
    }
    this.at++;
  }

  #decodeText(from: number, to: number): string {
    const text = decodeText(this.bytes, from, to);
    if (text === null) throw this.fail("utf8", "text is not valid UTF-8");
    return text;
  }
}

function bigEndian(bytes: Uint8Array, at: number, size: number): number {
  let value = 0;
  for (let i = 0; i < size; i++) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
