import {createHash} from "node:crypto";
import {readFileSync} from "node:fs";
import {ed25519} from "@noble/curves/ed25519.js";
import {PrivateKey, type SignedMessage} from "@oasis-node/primitives/ed25519";

const Point = ed25519.Point;
type Point = InstanceType<typeof Point>;
export const order = Point.Fn.ORDER;

export function hex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "hex"));
}

export function testdata(name: string): string {
  return readFileSync(new URL(`testdata/${name}`, import.meta.url), "utf8");
}

/** Deterministic bytes: a counter hashed under a seed. */
export function byteStream(seed: string): (length: number) => Uint8Array {
  let counter = 0;
  let pool = Buffer.alloc(0);
  return (length) => {
    while (pool.length < length) {
      pool = Buffer.concat([pool, createHash("sha512").update(`${seed}/${counter++}`).digest()]);
    }
    const out = new Uint8Array(pool.subarray(0, length));
    pool = pool.subarray(length);
    return out;
  };
}

/** The rules of the network by another implementation: ZIP 215 without small orders (primitives-mkvs §2.7). */
export function oracle({publicKey, message, signature}: SignedMessage): boolean {
  if (!ed25519.verify(signature, message, publicKey, {zip215: true})) return false;
  return [publicKey, signature.subarray(0, 32)].every(
    (bytes) => !Point.fromBytes(bytes, true).isSmallOrder(),
  );
}

/** The eight points of small order: multiples of one of order eight. */
export function torsionPoints(): Point[] {
  const generator = Point.fromBytes(
    hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    true,
  );
  const points: Point[] = [Point.ZERO];
  for (let i = 1; i < 8; i++) points.push((points[i - 1] ?? Point.ZERO).add(generator));
  return points;
}

/** A signature whose key and R have the given torsion parts; valid by the cofactored equation only. */
export function signWithTorsion(
  random: (length: number) => Uint8Array,
  keyPart: Point,
  rPart: Point,
): SignedMessage {
  const a = scalar(random(64));
  const r = scalar(random(64));
  const message = random(32);
  const publicKey = Point.BASE.multiply(a).add(keyPart).toBytes();
  const encodedR = Point.BASE.multiply(r).add(rPart).toBytes();
  const k = scalar(createHash("sha512").update(encodedR).update(publicKey).update(message).digest());
  const s = (r + k * a) % order;
  const signature = new Uint8Array([...encodedR, ...littleEndian(s)]);
  return {publicKey, message, signature};
}

/** Makes the equation hold with a small-order key, or with a small-order R, as only the check of orders can refuse. */
export function signWithSmallOrder(
  random: (length: number) => Uint8Array,
  encoding: Uint8Array,
): SignedMessage[] {
  const [a, r] = [scalar(random(64)), scalar(random(64))];
  const message = random(32);
  const encodedR = Point.BASE.multiply(r).toBytes();
  const publicKey = Point.BASE.multiply(a).toBytes();
  const k = scalar(createHash("sha512").update(encoding).update(publicKey).update(message).digest());
  return [
    {publicKey: encoding, message, signature: new Uint8Array([...encodedR, ...littleEndian(r)])},
    {publicKey, message, signature: new Uint8Array([...encoding, ...littleEndian((k * a) % order)])},
  ];
}

/** An honest signature of a random message. */
export function signHonestly(random: (length: number) => Uint8Array, messageLength = 32): SignedMessage {
  const key = PrivateKey.generate(random);
  const message = random(messageLength);
  return {publicKey: key.publicKey, message, signature: key.sign(message)};
}

/** The same with one bit of the signature turned. */
export function spoiled({publicKey, message, signature}: SignedMessage, bit: number): SignedMessage {
  const other = signature.slice();
  other[bit >> 3] = (other[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return {publicKey, message, signature: other};
}

export function littleEndian(value: bigint): Uint8Array {
  return hex(value.toString(16).padStart(64, "0")).reverse();
}

function scalar(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`) % order;
}
