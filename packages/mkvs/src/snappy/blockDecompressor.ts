import {SnappyError} from "./errors.ts";
import {elementTag, MAX_BLOCK_LENGTH} from "./format.ts";

/** Ten bytes of seven bits hold any 64-bit number. */
const MAX_UVARINT_LENGTH = 10;

/** Restores one compressed block. Allocates what the block claims to hold, at most 65536 bytes. */
export function decompressBlock(compressed: Uint8Array): Uint8Array {
  const reader = new ElementReader(compressed);
  const length = reader.uvarint();
  if (length > MAX_BLOCK_LENGTH) throw corrupt("block claims to be too long");
  const block = new Uint8Array(length);
  let filled = 0;
  while (!reader.atEnd) {
    const element = reader.element();
    if (element.length > length - filled) throw corrupt("block overflows its length");
    if (element.offset === LITERAL) block.set(reader.take(element.length), filled);
    else copyWithin(block, filled, element.offset, element.length);
    filled += element.length;
  }
  if (filled !== length) throw corrupt("block is shorter than claimed");
  return block;
}

/** Stands in {@link Element.offset} for "the bytes follow". */
const LITERAL = -1;

interface Element {
  readonly length: number;
  /** How far back the copied bytes begin. */
  readonly offset: number;
}

class ElementReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  take(length: number): Uint8Array {
    const end = this.#at + length;
    if (end > this.#bytes.length) throw corrupt("element is cut short");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }

  element(): Element {
    const first = this.#little(1);
    const upper = first >>> 2;
    switch (first & 3) {
      case elementTag.literal:
        return {length: 1 + (upper < 60 ? upper : this.#little(upper - 59)), offset: LITERAL};
      case elementTag.copy1:
        return {length: 4 + (upper & 7), offset: (upper >>> 3) * 256 + this.#little(1)};
      case elementTag.copy2:
        return {length: 1 + upper, offset: this.#little(2)};
      default:
        return {length: 1 + upper, offset: this.#little(4)};
    }
  }

  /** A number of up to 64 bits; only its comparison with small limits matters, so rounding does no harm. */
  uvarint(): number {
    let value = 0;
    for (let i = 0; i < MAX_UVARINT_LENGTH; i++) {
      const byte = this.#little(1);
      value += (byte & 0x7f) * 2 ** (7 * i);
      if (byte < 0x80) return value;
    }
    throw corrupt("length of the block is malformed");
  }

  #little(length: number): number {
    const bytes = this.take(length);
    let value = 0;
    for (let i = length - 1; i >= 0; i--) value = value * 256 + (bytes[i] ?? 0);
    return value;
  }
}

/** Repeats earlier bytes; the source may overlap what is being written, so order matters. */
function copyWithin(block: Uint8Array, at: number, offset: number, length: number): void {
  if (offset === 0 || offset > at) throw corrupt("copy from before the block");
  if (offset >= length) block.copyWithin(at, at - offset, at - offset + length);
  else for (let i = at; i < at + length; i++) block[i] = block[i - offset] ?? 0;
}

function corrupt(reason: string): SnappyError {
  return new SnappyError("corrupt", reason);
}
