import {decode, encode, fromJson, type Schema, toJson} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {expect, test} from "vitest";
import {wireTypes} from "../../src/wireTypes/index.ts";
import {recordedEncodings} from "./recordedEncodings.ts";

const seed = Number(process.env.FUZZ_SEED ?? 21_314);
const inputs = 200_000;

/** Bytes that mean something in CBOR: heads of long claims, nulls, breaks, tags, indefinite lengths. */
const meaningful = Uint8Array.of(
  ...[0x00, 0x17, 0x18, 0x1b, 0x20, 0x3b, 0x40, 0x58, 0x5b, 0x5f, 0x60, 0x7b, 0x80, 0x98, 0x9b, 0x9f],
  ...[0xa0, 0xb8, 0xbb, 0xbf, 0xc2, 0xd9, 0xf4, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfb, 0xff],
);

/** A small generator: a library's would take most of the time of so many cases. */
class Chance {
  #state: number;

  constructor(start: number) {
    this.#state = start >>> 0;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (this.#state >>> 4) % limit;
  }
}

interface Start {
  readonly schema: Schema<unknown>;
  readonly bytes: Uint8Array;
}

/** Recorded encodings of every type, the long ones left out for speed. */
function starts(): readonly Start[] {
  return [...recordedEncodings()].flatMap(([name, encodings]) => {
    const schema = wireTypes[name];
    if (schema === undefined) throw new TypeError(`no wire type ${name}`);
    return encodings.filter(({length}) => length < 2_000).map((bytes) => ({schema, bytes}));
  });
}

function mutated(chance: Chance, start: Uint8Array): Uint8Array {
  const out = [...start];
  for (let changes = 1 + chance.below(3); changes > 0; changes--) {
    const at = chance.below(out.length + 1);
    const byte =
      chance.below(2) === 0 ? (meaningful[chance.below(meaningful.length)] ?? 0) : chance.below(256);
    const kind = chance.below(8);
    if (kind === 0) out.splice(at, 1);
    else if (kind === 1) out.splice(at, 0, byte);
    else if (kind === 2) out.length = Math.min(out.length, at + 1);
    else if (kind === 3) out.splice(at, 0, ...out.slice(at, at + chance.below(40)));
    else out[Math.min(at, out.length - 1)] = byte;
  }
  return Uint8Array.from(out);
}

/** What `run` gives, or null for one of our own errors; anything else fails the test. */
function unlessRefused<T>(run: () => T): T | null {
  try {
    return run();
  } catch (error) {
    if (error instanceof TypedError) return null;
    throw error;
  }
}

test(`${inputs} mutated encodings of all types (seed ${seed}): values that keep their encoding, or typed errors`, () => {
  const chance = new Chance(seed);
  const all = starts();
  let accepted = 0;
  for (let i = 0; i < inputs; i++) {
    const start = all[chance.below(all.length)];
    if (start === undefined) continue;
    // Now and then the bytes of one type are given to another.
    const schema =
      chance.below(16) === 0 ? (all[chance.below(all.length)]?.schema ?? start.schema) : start.schema;
    const input = mutated(chance, start.bytes);
    const value = unlessRefused(() => decode(schema, input));
    if (value === null) continue;
    const bytes = unlessRefused(() => encode(schema, value));
    if (bytes === null) continue;
    accepted++;
    if (accepted % 4 === 0) expect(Buffer.compare(encode(schema, decode(schema, bytes)), bytes)).toBe(0);
    if (accepted % 8 === 0) unlessRefused(() => encode(schema, fromJson(schema, toJson(schema, value))));
  }
  expect(accepted).toBeGreaterThan(inputs / 20);
  expect(accepted).toBeLessThan(inputs);
}, 60_000);
