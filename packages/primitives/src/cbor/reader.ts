import {ItemWalker} from "./itemWalker.ts";
import {major, majorName} from "./major.ts";
import {decodeText} from "./utf8.ts";

/** The tag that says "this is CBOR", dropped wherever an item starts. */
const selfDescribed = 55_799;

/**
 * Reads one CBOR item for the schemas. The reference walks the whole item for well-formedness and only then fills the
 * target; here both happen at once, which gives the same verdict because either kind of error refuses the input
 * (primitives-mkvs §1.2). Tags change the counting of nesting, so the first of them makes the reader walk the whole item
 * before it goes on.
 */
export class Reader extends ItemWalker {
  /** The same for a null that may have tags on it. */
  skipTaggedNil(): boolean {
    if (this.skipNil()) return true;
    if (!this.nextIsTag() || !this.mode.allowTagsAndIndefinite) return false;
    const from = this.at;
    if (this.item() === major.simple && this.isNilSimple()) return true;
    this.at = from;
    return false;
  }

  /** Reads the head of the next item and returns its major type, after dropping tags where they are allowed. */
  item(): number {
    const type = this.head();
    return type === major.tag ? this.#tagged() : type;
  }

  /** Content of the byte string, or of the bignum, whose head was read last; a copy. */
  byteString(): Uint8Array {
    if (this.info === 31) return this.#chunks(major.bytes);
    const from = this.at;
    return this.bytes.slice(from, this.advance());
  }

  /** Content of the text string whose head was read last. */
  textString(): string {
    if (this.info !== 31) {
      const from = this.at;
      return this.#decodeText(from, this.advance());
    }
    let text = "";
    // Every chunk has to be valid by itself.
    this.eachChunk(major.text, (from, to) => {
      text += this.#decodeText(from, to);
    });
    return text;
  }

  /** Bytes of the next item as they are; a view. In trusted mode tag 55799 (self-described CBOR) is dropped first. */
  rawItem(): Uint8Array {
    if (this.mode.allowTagsAndIndefinite) this.#dropSelfDescribed();
    const from = this.at;
    this.skip();
    return this.bytes.subarray(from, this.at);
  }

  #tagged(): number {
    if (!this.mode.allowTagsAndIndefinite) throw this.fail("tag", "tag is not allowed");
    this.walkWhole();
    let type: number = major.tag;
    while (type === major.tag) {
      const tag = this.argument;
      this.#checkBuiltinTag(tag);
      type = this.head();
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
      this.head();
      if (this.argument === selfDescribed) continue;
      this.#checkBuiltinTag(this.argument);
      this.at = from;
      return;
    }
  }

  #chunks(type: number): Uint8Array {
    const parts: Uint8Array[] = [];
    this.eachChunk(type, (from, to) => parts.push(this.bytes.subarray(from, to)));
    return new Uint8Array(Buffer.concat(parts));
  }

  #decodeText(from: number, to: number): string {
    const text = decodeText(this.bytes, from, to);
    if (text === null) throw this.fail("utf8", "text is not valid UTF-8");
    return text;
  }
}
