import fc from "fast-check";
import {expect, test} from "vitest";
import {
  bool,
  bytes,
  CborError,
  type DecodeMode,
  decode,
  embed,
  encode,
  encodeFrame,
  FrameDecoder,
  fixedBytes,
  getVersion,
  higherLimits,
  i64,
  list,
  map,
  nullable,
  omitEmpty,
  rawMessage,
  type Schema,
  struct,
  text,
  time,
  trusted,
  tuple,
  u8,
  u16,
  u64,
  untrusted,
  versioned,
} from "../../src/cbor/index.ts";
import {Hash} from "../../src/hash/index.ts";
import {Quantity} from "../../src/quantity/index.ts";
import {hex} from "./hex.ts";

const seed = Number(process.env.FUZZ_SEED ?? 20_600);
const inputs = 200_000;

const Versioned = versioned("versioned", struct("versioned", {v: u16, x: u64}), {
  2: struct("versioned", {v: u16, x: u64}),
});
const Entry = tuple("entry", {key: bytes, value: bytes});
/** One field of every kind. */
const Everything = struct("everything", {
  inner: embed(struct("inner", {v: u16, note: omitEmpty(text)})),
  flag: bool,
  small: u8,
  large: u64,
  signed: i64,
  data: bytes,
  fixed: fixedBytes("fixed", 5),
  hash: Hash,
  amount: omitEmpty(Quantity),
  limit: nullable(Quantity),
  raw: rawMessage,
  names: list(list(text)),
  byText: map(text, u64),
  byHash: map(Hash, bool),
  byNumber: map(u8, nullable(Entry)),
  at: time,
  thing: nullable(Versioned),
});

const example = Everything.make({
  inner: {v: 2, note: "é"},
  large: 2n ** 60n,
  data: hex("0102"),
  amount: 1000n,
  raw: hex("a16161820001"),
  names: [["a", "b"], null],
  byText: new Map(Object.entries({a: 1n, bb: 2n})),
  byNumber: new Map([[1, {key: hex("01"), value: null}]]),
  at: 5_000_000_000n,
  thing: {v: 2, x: 3n},
});

const schemas: readonly Schema<unknown>[] = [
  Everything,
  rawMessage,
  list(Everything),
  map(text, Everything),
  Versioned,
  Quantity,
  time,
];
const modes: readonly DecodeMode[] = [untrusted, higherLimits, trusted];

/** Bytes that mean something in CBOR: heads of long claims, nulls, breaks, tags, indefinite lengths. */
const meaningful = hex(
  "00 17 18 19 1a 1b 1f 20 3b 40 58 5b 5f 60 7b 7f 80 98 9b 9f a0 b8 bb bf c0 c2 d9 db f4 f6 f7 f8 f9 fb ff",
);

/** A small generator of our own: the library's would take most of the time of so many cases. */
class Chance {
  #state: number;

  constructor(start: number) {
    this.#state = start >>> 0;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state ^ (this.#state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return (this.#state >>> 4) % limit;
  }

  pick<T>(items: ArrayLike<T>): T {
    return items[this.below(items.length)] as T;
  }
}

function mutated(chance: Chance, start: Uint8Array): Uint8Array {
  const out = [...start];
  for (let changes = 1 + chance.below(4); changes > 0; changes--) {
    const at = chance.below(out.length + 1);
    const byte = chance.below(2) === 0 ? chance.pick(meaningful) : chance.below(256);
    const kind = chance.below(5);
    if (kind === 0) out.splice(at, 1);
    else if (kind === 1) out.splice(at, 0, byte);
    else if (kind === 2) out.length = Math.min(out.length, at + 1);
    else if (kind === 3) out.splice(at, 0, ...out.slice(at, at + chance.below(40)));
    else out[Math.min(at, out.length - 1)] = byte;
  }
  return Uint8Array.from(out);
}

function random(chance: Chance): Uint8Array {
  return Uint8Array.from({length: chance.below(60)}, () =>
    chance.below(2) === 0 ? chance.pick(meaningful) : chance.below(256),
  );
}

/** Whether it worked; anything but our own error fails the test. */
function survives(run: () => unknown): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof CborError) return false;
    throw error;
  }
}

test(`${inputs} mutated and random inputs (seed ${seed}): a value that encodes again, or a typed error`, () => {
  const chance = new Chance(seed);
  const start = [
    encode(Everything, example),
    encode(list(Everything), [example]),
    encode(Versioned, {v: 2, x: 1n}),
  ];
  const heapBefore = process.memoryUsage().arrayBuffers;
  let accepted = 0;
  for (let i = 0; i < inputs; i++) {
    const input = chance.below(4) === 0 ? random(chance) : mutated(chance, chance.pick(start));
    const schema = chance.pick(schemas);
    const mode = chance.pick(modes);
    survives(() => getVersion(input));
    const isAccepted = survives(() => {
      const bytes = encode(schema, decode(schema, input, mode));
      if (mode !== trusted) expect(encode(schema, decode(schema, bytes, mode))).toEqual(bytes);
    });
    if (isAccepted) accepted++;
  }
  expect(accepted).toBeGreaterThan(inputs / 50);
  expect(accepted).toBeLessThan(inputs);
  expect(process.memoryUsage().arrayBuffers - heapBefore).toBeLessThan(256 << 20);
});

test(`200000 broken streams of frames (seed ${seed}) in chunks of any size`, () => {
  const chance = new Chance(seed);
  const frame = encodeFrame(Everything, example);
  for (let i = 0; i < 200_000; i++) {
    let stream = mutated(chance, new Uint8Array([...frame, ...frame]));
    const decoder = new FrameDecoder(Everything);
    survives(() => {
      while (stream.length > 0) {
        const size = 1 + chance.below(200);
        decoder.push(stream.subarray(0, size), () => {});
        stream = stream.subarray(size);
        expect(decoder.buffered).toBeLessThanOrEqual(2 * frame.length + 200);
      }
      decoder.end();
    });
  }
});

test("hostile shapes take bounded time", () => {
  const deep = Uint8Array.from({length: 1 << 20}, () => 0x81);
  const indefinite = Uint8Array.from({length: 1 << 20}, () => 0x9f);
  const tags = Uint8Array.from({length: 1 << 20}, () => 0xc5);
  const maps = Uint8Array.from({length: 1 << 20}, () => 0xa1);
  // 31 levels of indefinite arrays around many elements: counting them must not be done once per level over and over.
  const wide = new Uint8Array(1 << 18);
  wide.fill(0x9f, 0, 31);
  wide.fill(0xff, wide.length - 31);
  const started = performance.now();
  for (const input of [deep, indefinite, tags, maps, wide])
    for (const mode of modes) for (const schema of schemas) survives(() => decode(schema, input, mode));
  expect(performance.now() - started).toBeLessThan(5_000);
});

test("random values of random bytes never get past the typed errors", () => {
  fc.assert(
    fc.property(fc.uint8Array({maxLength: 200}), fc.constantFrom(...schemas), (input, schema) => {
      survives(() => decode(schema, input));
    }),
    {seed, numRuns: 5_000},
  );
});
