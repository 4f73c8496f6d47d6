import {DrbgError} from "./drbgError.ts";

/** Where random bytes come from: the result depends on the sizes asked for, as with `HmacDrbg`. */
export interface ByteReader {
  read(length: number): Uint8Array;
}

/** Bytes taken from the reader at a time: 128 words. Part of consensus, for the reader's state moves on per request. */
const refillBytes = 1024;

const int63Mask = (1n << 63n) - 1n;
const int31Max = 2 ** 31 - 1;
const int63Range = 2 ** 63;

/**
 * Go's `math/rand` (version 1) over a byte reader: the algorithms with which the reference turns a DRBG into choices
 * (primitives-mkvs §3.2). The first 1024 bytes are read at construction, before anything is asked for.
 */
export class MathRand {
  readonly #reader: ByteReader;
  #words: DataView;
  #at = 0;

  constructor(reader: ByteReader) {
    this.#reader = reader;
    this.#words = this.#refill();
  }

  /** The next 64 bits. */
  uint64(): bigint {
    const at = this.#next();
    return this.#words.getBigUint64(at);
  }

  /** 63 bits: the next word without its top bit. */
  int63(): bigint {
    return this.uint64() & int63Mask;
  }

  /** 32 bits: the top of `int63`, so the word's bits 31 to 62. */
  uint32(): number {
    const at = this.#next();
    return ((this.#words.getUint32(at) << 1) | (this.#words.getUint32(at + 4) >>> 31)) >>> 0;
  }

  /** 31 bits: the top of `int63`. */
  int31(): number {
    const at = this.#next();
    return this.#words.getUint32(at) & int31Max;
  }

  /** Below `bound`, 1 to 2^31 − 1, by rejection and remainder. Takes a word even when `bound` is 1. */
  int31n(bound: number): number {
    checkBound(bound);
    if ((bound & (bound - 1)) === 0) return this.int31() & (bound - 1);
    const max = int31Max - (2 ** 31 % bound);
    let value = this.int31();
    while (value > max) value = this.int31();
    return value % bound;
  }

  /** Below `bound`, 1 to 2^63 − 1, by rejection and remainder. */
  int63n(bound: bigint): bigint {
    if (bound <= 0n || bound > int63Mask) throw new DrbgError("invalidBound", {bound});
    if ((bound & (bound - 1n)) === 0n) return this.int63() & (bound - 1n);
    const max = int63Mask - ((1n << 63n) % bound);
    let value = this.int63();
    while (value > max) value = this.int63();
    return value % bound;
  }

  /** Below `bound`, a whole number from 1: `int31n` where that reaches, else `int63n`. */
  intn(bound: number): number {
    if (bound <= int31Max) return this.int31n(bound);
    if (!Number.isSafeInteger(bound)) throw new DrbgError("invalidBound", {bound});
    return Number(this.int63n(BigInt(bound)));
  }

  /** In [0, 1): 63 bits over 2^63, again when rounding gives 1. */
  float64(): number {
    let value = Number(this.int63()) / int63Range;
    while (value === 1) value = Number(this.int63()) / int63Range;
    return value;
  }

  /** A permutation of 0 … n−1. Takes a word for the first element too. PERF: one word and two moves an element. */
  perm(n: number): number[] {
    checkCount(n);
    const order: number[] = [];
    for (let i = 0; i < n; i++) {
      const j = this.int31n(i + 1);
      // When j = i this first copies the place that does not exist yet, as the reference does with its zero.
      order.push(order[j] ?? 0);
      order[j] = i;
    }
    return order;
  }

  /** Puts the items in random order, in place. Reduces by multiplication, unlike `perm`. */
  shuffle<T>(items: T[]): void {
    checkCount(items.length);
    for (let i = items.length - 1; i > 0; i--) {
      const j = this.#int31nByMultiplication(i + 1);
      swap(items, i, j);
    }
  }

  /** Below `bound` by Lemire's method: the top 32 bits of word × bound, with the uneven part of the range redrawn. */
  #int31nByMultiplication(bound: number): number {
    const threshold = 2 ** 32 % bound;
    let value = this.uint32();
    // The reference computes the threshold only when the low half is below the bound; the threshold is below it too.
    while (Math.imul(value, bound) >>> 0 < threshold) value = this.uint32();
    const [high, low] = [value >>> 16, value & 0xffff];
    return Math.floor((high * bound + Math.floor((low * bound) / 2 ** 16)) / 2 ** 16);
  }

  /** Offset of the next word in `#words`, which this may replace: to be called before looking at `#words`. */
  #next(): number {
    if (this.#at >= refillBytes) this.#words = this.#refill();
    const at = this.#at;
    this.#at += 8;
    return at;
  }

  #refill(): DataView {
    const bytes = this.#reader.read(refillBytes);
    this.#at = 0;
    return new DataView(bytes.buffer, bytes.byteOffset, refillBytes);
  }
}

function checkBound(bound: number): void {
  if (!Number.isInteger(bound) || bound < 1 || bound > int31Max) throw new DrbgError("invalidBound", {bound});
}

function checkCount(n: number): void {
  if (n !== 0) checkBound(n);
}

function swap(items: unknown[], i: number, j: number): void {
  const held = items[i];
  items[i] = items[j];
  items[j] = held;
}
