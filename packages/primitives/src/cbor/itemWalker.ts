import {maxNesting} from "./decodeMode.ts";
import {HeadReader} from "./headReader.ts";
import {major} from "./major.ts";

const breakByte = 0xff;

/**
 * Walks over whole items and into containers, with all the counting that makes an item well-formed in a mode
 * (primitives-mkvs §1.2).
 */
export abstract class ItemWalker extends HeadReader {
  #depth = 0;
  #walked = false;

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
    const type = this.head();
    switch (type) {
      case major.bytes:
      case major.text:
        if (this.info === 31) this.eachChunk(type, () => {});
        else this.advance();
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

  /** Like the first pass of the reference: with all counting, from the very start. */
  protected walkWhole(): void {
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
      this.head();
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
  protected advance(): number {
    // More input cannot help a length of 64 bits: the reference counts in 63.
    if (this.info === 27 && this.high >= 0x8000_0000) throw this.fail("limit", "string is too long");
    const to = this.at + this.argument;
    if (to > this.bytes.length) throw this.fail("truncated", "input ends inside a string");
    this.at = to;
    return to;
  }

  /** Goes through the chunks of the string of indefinite length whose head was read last. */
  protected eachChunk(type: number, visit: (from: number, to: number) => void): void {
    while (!this.#atBreak()) {
      const initial = this.bytes[this.at] ?? 0;
      if (initial >> 5 !== type || (initial & 0x1f) === 31)
        throw this.fail("malformed", "wrong chunk in a string of indefinite length");
      this.head();
      const from = this.at;
      visit(from, this.advance());
    }
    this.at++;
  }
}
