/** Longest key: bit positions inside a key must fit into 16 bits (primitives-mkvs §4.1). */
export const maxKeyLength = 8191;

/** Bytes that hold `bits` bits. */
export function bytesForBits(bits: number): number {
  return (bits + 7) >>> 3;
}

/** Length of a whole key in bits. */
export function bitLength(key: Uint8Array): number {
  return key.length * 8;
}

/** Bit `at`, most significant bit of each byte first. A bit beyond the end counts as 0. */
export function getBit(key: Uint8Array, at: number): boolean {
  return ((key[at >>> 3] ?? 0) & (0x80 >>> (at & 7))) !== 0;
}

/** `length` bits from bit `from` on, moved to start at bit 0; the unused low bits of the last byte are zero. */
export function sliceBits(key: Uint8Array, from: number, length: number): Uint8Array {
  const out = new Uint8Array(bytesForBits(length));
  for (let i = 0; i < out.length; i++) out[i] = byteAtBit(key, from + i * 8);
  clearTail(out, length);
  return out;
}

/** The first `aBits` bits of `a` followed by the first `bBits` bits of `b`. */
export function mergeBits(a: Uint8Array, aBits: number, b: Uint8Array, bBits: number): Uint8Array {
  const out = new Uint8Array(bytesForBits(aBits + bBits));
  out.set(a.subarray(0, bytesForBits(aBits)));
  writeBits(out, aBits, b, bBits);
  return out;
}

/**
 * Puts the first `length` bits of `bits` at bit `at` of `target`, which must be long enough. Bits of the last touched
 * byte that follow become zero, bits before `at` stay.
 */
export function writeBits(target: Uint8Array, at: number, bits: Uint8Array, length: number): void {
  const shift = at & 7;
  const first = at >>> 3;
  const end = at + length;
  if (shift !== 0) target[first] = (target[first] ?? 0) & (0xff00 >>> shift);
  for (let i = 0; i < bytesForBits(length); i++) {
    const byte = bits[i] ?? 0;
    if (shift === 0) target[first + i] = byte;
    else {
      target[first + i] = (target[first + i] ?? 0) | (byte >>> shift);
      if ((first + i + 1) * 8 < end) target[first + i + 1] = (byte << (8 - shift)) & 0xff;
    }
  }
  clearTail(target, end);
}

/** The first `length` bits of `key`, zero filled when it is shorter, followed by `bit`. */
export function prefixWithBit(key: Uint8Array, length: number, bit: boolean): Uint8Array {
  const out = new Uint8Array(bytesForBits(length + 1));
  out.set(key.subarray(0, bytesForBits(length)));
  clearTail(out, length);
  if (bit) out[length >>> 3] = (out[length >>> 3] ?? 0) | (0x80 >>> (length & 7));
  return out;
}

/**
 * How many bits `label` (of `labelBits` bits) has in common with `key` from bit `keyFrom` on; at most the shorter of
 * what both have left.
 */
export function commonPrefixLength(
  label: Uint8Array,
  labelBits: number,
  key: Uint8Array,
  keyFrom: number,
): number {
  const limit = Math.min(labelBits, bitLength(key) - keyFrom);
  for (let at = 0; at < limit; at += 8) {
    const difference = (label[at >>> 3] ?? 0) ^ byteAtBit(key, keyFrom + at);
    if (difference !== 0) return Math.min(limit, at + Math.clz32(difference) - 24);
  }
  return Math.max(limit, 0);
}

/** How many bits two keys have in common from bit `from` of both on. */
export function commonKeyPrefixLength(a: Uint8Array, b: Uint8Array, from: number): number {
  const limit = Math.min(a.length, b.length) * 8;
  for (let at = from & ~7; at < limit; at += 8) {
    let difference = (a[at >>> 3] ?? 0) ^ (b[at >>> 3] ?? 0);
    if (at < from) difference &= 0xff >>> (from - at);
    if (difference !== 0) return at + Math.clz32(difference) - 24 - from;
  }
  return Math.max(limit - from, 0);
}

/** Eight bits from bit `at` on; those beyond the end are zero. */
function byteAtBit(key: Uint8Array, at: number): number {
  const index = at >>> 3;
  const shift = at & 7;
  const byte = key[index] ?? 0;
  return shift === 0 ? byte : ((byte << shift) | ((key[index + 1] ?? 0) >>> (8 - shift))) & 0xff;
}

/** Zeroes what follows bit `length` in its byte. */
function clearTail(bytes: Uint8Array, length: number): void {
  const used = length & 7;
  if (used === 0) return;
  const last = length >>> 3;
  bytes[last] = (bytes[last] ?? 0) & (0xff00 >>> used);
}
