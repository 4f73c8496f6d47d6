import {elementTag, MAX_BLOCK_LENGTH} from "./format.ts";

/** The matcher stops this far before the end of the block. */
const INPUT_MARGIN = 15;
/** Anything shorter becomes one literal. */
const MIN_MATCHED_LENGTH = 17;
const MIN_TABLE_BITS = 8;
const MAX_TABLE_BITS = 14;

/**
 * Compresses single blocks with the greedy matcher of the reference library. Chunk digests are over compressed bytes, so
 * every choice it makes (table size, skipping, the split of long copies) is part of the checkpoint format
 * (primitives-mkvs §4.12).
 */
export class BlockCompressor {
  /** Hash of four bytes → where they were last seen; position 0 stands for "nowhere" too. */
  readonly #positions = new Uint16Array(1 << MAX_TABLE_BITS);

  /** Writes `block` (1 to 65536 bytes) compressed to `out` from `at` on and returns the end. */
  compress(block: Uint8Array, out: Uint8Array, at: number): number {
    if (block.length > MAX_BLOCK_LENGTH) throw new RangeError(`snappy: block of ${block.length} bytes`);
    const start = writeUvarint(out, at, block.length);
    return block.length < MIN_MATCHED_LENGTH
      ? writeLiteral(out, start, block, 0, block.length)
      : this.#match(block, out, start);
  }

  #match(block: Uint8Array, out: Uint8Array, start: number): number {
    const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
    const tableBits = tableBitsFor(block.length);
    const shift = 32 - tableBits;
    const positions = this.#positions.fill(0, 0, 1 << tableBits);
    const limit = block.length - INPUT_MARGIN;
    let at = start;
    let emitted = 0;
    let s = 1;
    let hash = hashAt(view, s, shift);
    search: for (;;) {
      let candidate = 0;
      let next = s;
      // After 32 misses only every second position is tried, after 32 more every third, and so on.
      let skip = 32;
      do {
        s = next;
        const step = skip >> 5;
        next = s + step;
        skip += step;
        if (next > limit) break search;
        candidate = positions[hash] ?? 0;
        positions[hash] = s;
        hash = hashAt(view, next, shift);
      } while (view.getUint32(s, true) !== view.getUint32(candidate, true));
      at = writeLiteral(out, at, block, emitted, s);
      do {
        const matchStart = s;
        s = matchEnd(block, candidate + 4, s + 4);
        at = writeCopy(out, at, matchStart - candidate, s - matchStart);
        emitted = s;
        if (s >= limit) break search;
        positions[hashAt(view, s - 1, shift)] = s - 1;
        const here = hashAt(view, s, shift);
        candidate = positions[here] ?? 0;
        positions[here] = s;
      } while (view.getUint32(s, true) === view.getUint32(candidate, true));
      s += 1;
      hash = hashAt(view, s, shift);
    }
    return emitted < block.length ? writeLiteral(out, at, block, emitted, block.length) : at;
  }
}

function tableBitsFor(length: number): number {
  let bits = MIN_TABLE_BITS;
  while (bits < MAX_TABLE_BITS && 1 << bits < length) bits += 1;
  return bits;
}

function hashAt(view: DataView, at: number, shift: number): number {
  return Math.imul(view.getUint32(at, true), 0x1e35a7bd) >>> shift;
}

function matchEnd(block: Uint8Array, candidate: number, from: number): number {
  let end = from;
  for (let i = candidate; end < block.length && block[i] === block[end]; i++) end += 1;
  return end;
}

function writeUvarint(out: Uint8Array, at: number, value: number): number {
  let rest = value;
  let end = at;
  for (; rest >= 0x80; rest >>>= 7) out[end++] = (rest & 0x7f) | 0x80;
  out[end++] = rest;
  return end;
}

function writeLiteral(out: Uint8Array, at: number, block: Uint8Array, from: number, to: number): number {
  const n = to - from - 1;
  let end = at;
  if (n < 60) {
    out[end++] = (n << 2) | elementTag.literal;
  } else if (n < 0x100) {
    out[end++] = (60 << 2) | elementTag.literal;
    out[end++] = n;
  } else {
    out[end++] = (61 << 2) | elementTag.literal;
    out[end++] = n & 0xff;
    out[end++] = n >>> 8;
  }
  out.set(block.subarray(from, to), end);
  return end + to - from;
}

function writeCopy(out: Uint8Array, at: number, offset: number, length: number): number {
  let end = at;
  let rest = length;
  for (; rest >= 68; rest -= 64) end = writeCopy2(out, end, offset, 64);
  // 65 to 67 are split so that at least the four bytes a short copy needs remain.
  if (rest > 64) {
    end = writeCopy2(out, end, offset, 60);
    rest -= 60;
  }
  if (rest >= 12 || offset >= 2048) return writeCopy2(out, end, offset, rest);
  out[end] = ((offset >>> 8) << 5) | ((rest - 4) << 2) | elementTag.copy1;
  out[end + 1] = offset & 0xff;
  return end + 2;
}

function writeCopy2(out: Uint8Array, at: number, offset: number, length: number): number {
  out[at] = ((length - 1) << 2) | elementTag.copy2;
  out[at + 1] = offset & 0xff;
  out[at + 2] = offset >>> 8;
  return at + 3;
}
