import {decode, encode} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import type {Transaction} from "@oasis-node/state-transition/consensus";
import {transactionMethod} from "@oasis-node/state-transition/methods";
import type {Random} from "../../packages/primitives/test/support/random.ts";

/** Numbers at which arithmetic turns. */
const edges = [
  0n,
  1n,
  9n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
  2n ** 64n,
  2n ** 255n,
  2n ** 512n - 1n,
];

/** Bytes with some of them changed, cut off, doubled or put in. */
export function mutateBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const out = [...bytes];
  for (let left = 1 + random.below(3); left > 0; left--) {
    const at = random.below(out.length + 1);
    const kind = random.below(6);
    if (kind < 3)
      out[Math.min(at, out.length - 1)] = random.pick([
        0,
        0x1b,
        0x5b,
        0x9b,
        0xbb,
        0xf6,
        0xff,
        random.below(256),
      ]);
    else if (kind === 3) out.splice(at, 1 + random.below(8));
    else if (kind === 4) out.splice(at, 0, ...random.bytes(1 + random.below(8)));
    else out.splice(at, 0, ...out.slice(at, at + random.below(40)));
  }
  return Uint8Array.from(out);
}

/**
 * The body of a method with one or two of its values replaced: numbers by those of the edges, accounts by given ones.
 * The body's own bytes changed when it cannot be written that way.
 */
export function mutateBody(
  random: Random,
  {method, body}: Pick<Transaction, "method" | "body">,
  addresses: readonly Uint8Array[],
): Uint8Array | null {
  const schema = transactionMethod(method)?.body;
  if (body === null) return body;
  if (schema === undefined || random.below(3) === 0) return mutateBytes(random, body);
  try {
    let value: unknown = decode(schema, body);
    for (let left = 1 + random.below(3); left > 0; left--) value = replaceLeaf(random, value, addresses);
    return encode(schema, value);
  } catch (error) {
    if (error instanceof TypedError || error instanceof RangeError || error instanceof TypeError) {
      return mutateBytes(random, body);
    }
    throw error;
  }
}

/** Goes down a random way to a leaf. */
function replaceLeaf(random: Random, value: unknown, addresses: readonly Uint8Array[]): unknown {
  if (typeof value === "bigint") return random.pick(edges);
  if (typeof value === "number") return random.pick([0, 1, 3, 255, 65_535]);
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return random.pick(["", "a", "\u0000", "x".repeat(40)]);
  if (value instanceof Uint8Array) {
    return value.length === 21 ? random.pick(addresses) : random.bytes(value.length);
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return value;
    const at = random.below(value.length);
    return value.with(at, replaceLeaf(random, value[at], addresses));
  }
  if (isPlain(value)) {
    const key = random.pick(Object.keys(value));
    return key === undefined ? value : {...value, [key]: replaceLeaf(random, value[key], addresses)};
  }
  return value;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
