import {mulAddUnsafe} from "@noble/curves/abstract/curve.js";
import {p256} from "@noble/curves/nist.js";
import {concat, utf8} from "../bytes/index.ts";
import {Blake2Xb} from "./blake2xb.ts";
import {PvssError} from "./pvssError.ts";

/** An element of the group: NIST P-256, with infinity. */
export type Element = typeof p256.Point.BASE;

/** Size of an encoded element in bytes: `04`, x, y. */
export const elementSize = 65;
/** Size of an encoded scalar in bytes. */
export const scalarSize = 32;

/** The standard generator G. */
export const generator: Element = p256.Point.BASE;
export const infinity: Element = p256.Point.ZERO;
/** Arithmetic modulo the group order. */
export const scalars = p256.Point.Fn;

const field = p256.Point.Fp;
const {a, b} = p256.Point.CURVE();
const uncompressed = 0x04;
/** One draw fails with probability 2^-32; a source that fails this often is broken. */
const maxDraws = 64;

/** Element of its 65 bytes, or `null` when they are not a finite point of the curve in this form. */
export function decodeElement(bytes: Uint8Array): Element | null {
  if (bytes.length !== elementSize || bytes[0] !== uncompressed) return null;
  try {
    return p256.Point.fromBytes(bytes);
  } catch {
    // Of the right size and form: all that is left to refuse is coordinates above p and points off the curve.
    return null;
  }
}

/** 65 bytes of an element; for infinity both coordinates are zero, which is how the reference hashes it. */
export function encodeElement(element: Element): Uint8Array {
  if (!element.is0()) return element.toBytes(false);
  return concat(Uint8Array.of(uncompressed), new Uint8Array(elementSize - 1));
}

export function scalarToBytes(scalar: bigint): Uint8Array {
  return scalars.toBytes(scalar);
}

export function bytesToInteger(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return value;
}

/**
 * Sum of scalar · element. For public scalars only: its time depends on them. Zero scalars and infinity may occur, for
 * proofs come from others. PERF: one shared chain of doublings.
 */
export function sumOf(terms: readonly (readonly [scalar: bigint, element: Element])[]): Element {
  const counting = terms.filter(([scalar, element]) => scalar !== 0n && !element.is0());
  return mulAddUnsafe(
    p256.Point,
    counting.map(([, element]) => element),
    counting.map(([scalar]) => scalar),
  );
}

/** Secret scalar · element, in time that does not depend on the scalar. */
export function timesSecret(scalar: bigint, element: Element): Element {
  return scalar === 0n || element.is0() ? infinity : element.multiply(scalar);
}

/** A scalar from 1 to order − 1: 32 bytes at a time, big-endian, until one is in range. Throws `PvssError` `badEntropy`. */
export function pickScalar(read: (length: number) => Uint8Array): bigint {
  for (let draw = 0; draw < maxDraws; draw++) {
    const bytes = read(scalarSize);
    const value = bytesToInteger(bytes);
    if (bytes.length === scalarSize && value > 0n && value < scalars.ORDER) return value;
  }
  throw new PvssError("badEntropy", "pvss: failed to generate scalar");
}

/** An element of unknown logarithm: x of 32 bytes, unreduced, and a byte for the sign of y, until they fit. */
function pickElement(stream: Blake2Xb): Element {
  for (;;) {
    const x = bytesToInteger(stream.read(scalarSize));
    const negative = ((stream.read(1)[0] ?? 0) & 0x80) !== 0;
    const reduced = field.create(x);
    const ySquared = field.add(field.mul(field.add(field.sqr(reduced), a), reduced), b);
    const y = squareRoot(ySquared);
    if (y !== null) return p256.Point.fromAffine({x: reduced, y: negative ? field.neg(y) : y});
  }
}

/** The root that is itself value^((p + 1) / 4), as in the reference; `null` when there is none. */
function squareRoot(value: bigint): bigint | null {
  const root = field.pow(value, (field.ORDER + 1n) / 4n);
  return field.eql(field.sqr(root), value) ? root : null;
}

/** The second generator H, to which the public polynomial commits (primitives-mkvs §3.5). */
export const basePoint: Element = pickElement(new Blake2Xb(utf8("oasis-core/pvss: base point")));
