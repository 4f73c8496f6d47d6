import fc from "fast-check";
import {BytesMap} from "../../src/bytes/index.ts";
import {
  binary,
  bool,
  bytes,
  fixedBytes,
  i64,
  list,
  map,
  nullable,
  omitEmpty,
  rawMessage,
  type Schema,
  struct,
  text,
  tuple,
  u8,
  u16,
  u32,
  u64,
} from "../../src/cbor/index.ts";
import {Quantity} from "../../src/quantity/index.ts";
import {hex} from "./hex.ts";

/** A schema with values of it. */
export interface Typed {
  readonly schema: Schema<unknown>;
  readonly value: fc.Arbitrary<unknown>;
}

const Key = binary({name: "key", length: 3, json: "hex"});

const leaves: readonly Typed[] = [
  typed(bool, fc.boolean()),
  typed(u8, fc.integer({min: 0, max: 0xff})),
  typed(u16, fc.integer({min: 0, max: 0xffff})),
  typed(u32, fc.integer({min: 0, max: 0xffff_ffff})),
  typed(u64, fc.bigInt({min: 0n, max: 2n ** 64n - 1n})),
  typed(i64, fc.bigInt({min: -(2n ** 63n), max: 2n ** 63n - 1n})),
  typed(text, fc.string({unit: "grapheme"})),
  typed(bytes, fc.option(fc.uint8Array())),
  typed(Key, fc.uint8Array({minLength: 3, maxLength: 3})),
  typed(fixedBytes("f", 4), fc.uint8Array({minLength: 4, maxLength: 4})),
  typed(Quantity, fc.bigInt({min: 0n, max: 2n ** 100n})),
  typed(rawMessage, fc.constantFrom(hex("00"), hex("820102"), hex("a1616100"))),
];

/** A map of keys that are all different. */
function mapOf<K>(key: Schema<K>, keys: fc.Arbitrary<K>, {schema, value}: Typed): Typed {
  const make = (entries: [K, unknown][]): unknown =>
    key.zero() instanceof Uint8Array ? new BytesMap(entries as [Uint8Array, unknown][]) : new Map(entries);
  const entries = fc.uniqueArray(fc.tuple(keys, value), {selector: ([k]) => key.toJsonKey(k), maxLength: 5});
  return typed(map(key, schema) as Schema<unknown>, fc.option(entries.map(make)));
}

function structOf(fields: readonly (Typed & {readonly omit: boolean})[], asTuple: boolean): Typed {
  const named = fields.map((one, i) => [`${"abc"[i % 3]}${"X".repeat(i % 4)}${i}`, one] as const);
  const declared = Object.fromEntries(
    named.map(([name, {schema, omit}]) => [name, omit ? omitEmpty(schema) : schema]),
  );
  const value = fc.record(Object.fromEntries(named.map(([name, one]) => [name, one.value])));
  return typed(asTuple ? tuple("tuple", declared) : struct("struct", declared), value.map(plain));
}

/** Schemas of every kind, nested a few levels, and their values. */
export const anyTyped: fc.Arbitrary<Typed> = fc.letrec<{typed: Typed}>((tie) => {
  const inner = tie("typed");
  const field = fc.tuple(inner, fc.boolean()).map(([one, omit]) => ({...one, omit}));
  return {
    typed: fc.oneof(
      {maxDepth: 3, depthIdentifier: "schema"},
      fc.constantFrom(...leaves),
      // A pointer to nil would come back as a nil pointer.
      inner.map(({schema, value}) =>
        typed(nullable(schema), fc.option(value.filter((pointee) => pointee !== null))),
      ),
      inner.map(({schema, value}) => typed(list(schema), fc.option(fc.array(value, {maxLength: 4})))),
      inner.map((one) => mapOf(text, fc.string({unit: "grapheme", maxLength: 4}), one)),
      inner.map((one) => mapOf(u64, fc.bigInt({min: 0n, max: 2n ** 64n - 1n}), one)),
      inner.map((one) => mapOf(Key, fc.uint8Array({minLength: 3, maxLength: 3}), one)),
      fc
        .tuple(fc.array(field, {maxLength: 6}), fc.boolean())
        .map(([fields, asTuple]) => structOf(fields, asTuple)),
    ),
  };
}).typed;

function typed<T>(schema: Schema<T>, value: fc.Arbitrary<T>): Typed {
  return {schema: schema as Schema<unknown>, value};
}

function plain<T extends object>(value: T): T {
  return {...value};
}
