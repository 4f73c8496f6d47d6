import {isJsonObject, type JsonValue, jsonEntries} from "../json/index.ts";
import {errorWithin} from "./cborError.ts";
import {asField, type FieldLike, type FieldValue} from "./field.ts";
import {major} from "./major.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import {readStructKey, skipUnknown} from "./structKeys.ts";
import {StructLayout, type WireField} from "./structLayout.ts";
import type {Writer} from "./writer.ts";

/** Fields of a struct by property, in Go's declaration order, which is the order of JSON. */
export type Fields = Readonly<Record<string, FieldLike<unknown>>>;

/** Type of the values of a struct with these fields. */
export type StructValue<F> = {-readonly [K in keyof F]: FieldValue<F[K]>};

/** What struct and tuple share: fields, zero value and JSON form. */
export abstract class AnyStruct<T = unknown> extends Schema<T> {
  readonly layout: StructLayout;

  constructor(name: string, fields: Fields) {
    super(name);
    const declared = Object.entries(fields).map(([property, like]) => ({property, ...asField(like)}));
    this.layout = new StructLayout(name, declared);
  }

  zero(): T {
    return this.built([]);
  }

  /** The zero value with some fields set. */
  make(fields: Partial<T> = {}): T {
    return {...this.zero(), ...fields};
  }

  toJson(value: T): JsonValue {
    const members: Record<string, JsonValue> = {};
    for (const {json, schema, omitEmpty, get} of this.layout.declared) {
      const item = get(value);
      if (json !== false && !(omitEmpty && schema.isEmptyInJson(item))) members[json] = schema.toJson(item);
    }
    return members;
  }

  fromJson(json: JsonValue): T {
    if (json === null) return this.zero();
    if (!isJsonObject(json)) throw this.badJson(json);
    const values: unknown[] = [];
    for (const [key, item] of jsonEntries(json)) {
      const field = this.layout.byJsonKey(key);
      if (field !== undefined && item !== null) values[field.index] = field.schema.fromJson(item);
    }
    return this.built(values);
  }

  /** Structs are never empty to Go's JSON. */
  override isEmptyInJson(): boolean {
    return false;
  }

  protected checkIsObject(value: T): void {
    if (typeof value !== "object" || value === null) throw this.unencodable(value);
  }

  /** Value with these fields, by declared index; zero where undefined. */
  protected built(values: readonly unknown[]): T {
    // The layout was made from the same declaration as the type T.
    return this.layout.build(values) as T;
  }
}

/** Go struct: a map with text keys. */
export class Struct<T> extends AnyStruct<T> {
  write(writer: Writer, value: T): void {
    this.checkIsObject(value);
    const {canonical} = this.layout;
    const head = writer.length;
    // Up to 23 fields the head is one byte, filled in when it is known how many are left out.
    const short = canonical.length < 24;
    if (short) writer.byte(0);
    else writer.head(major.map, this.#count(value));
    let count = 0;
    for (const field of canonical) {
      const item = field.get(value);
      if (field.omitEmpty && field.schema.isEmpty(item)) continue;
      writer.raw(field.key);
      writeField(writer, field, item);
      count++;
    }
    if (short) writer.patch(head, (major.map << 5) | count);
  }

  read(reader: Reader): T {
    const type = reader.item();
    if (type === major.map) return this.#readPairs(reader);
    if (type === major.simple && reader.isNilSimple()) return this.zero();
    throw this.wrongType(reader, type);
  }

  isEmpty(value: T): boolean {
    return this.layout.canonical.every(({omitEmpty, schema, get}) => omitEmpty && schema.isEmpty(get(value)));
  }

  #count(value: T): number {
    let count = 0;
    for (const {omitEmpty, schema, get} of this.layout.canonical)
      if (!omitEmpty || !schema.isEmpty(get(value))) count++;
    return count;
  }

  #readPairs(reader: Reader): T {
    const {layout} = this;
    const {canonical} = layout;
    const values: unknown[] = new Array(canonical.length);
    // A probe has to remember unknown keys too, so it looks at each key by itself.
    const isProbe = !reader.mode.allowDuplicateKeys && reader.mode.allowUnknownFields;
    const seen = isProbe ? new Set<string | bigint>() : undefined;
    const entered = reader.enter(2);
    let next = 0;
    const count = entered < 0 ? ~entered : entered;
    for (let index = 0; index < count; index++) {
      const position = isProbe ? -1 : expectedField(reader, canonical, next, values);
      const field = position < 0 ? lookUpField(reader, {layout, values, seen, index}) : canonical[position];
      if (position >= 0) next = position + 1;
      if (field !== undefined) values[field.index] = readField(reader, field);
    }
    reader.leave(entered);
    return this.built(values);
  }
}

/** Position of the field not yet found whose canonical key comes next, at or after `from`, or -1; moves behind the key. */
function expectedField(
  reader: Reader,
  canonical: readonly WireField[],
  from: number,
  values: readonly unknown[],
): number {
  for (let position = from; position < canonical.length; position++) {
    const field = canonical[position];
    if (field !== undefined && values[field.index] === undefined && reader.skipExactly(field.key))
      return position;
  }
  return -1;
}

/** The pairs of a map as far as they are read; `index` is that of the next. */
interface Pairs {
  readonly layout: StructLayout;
  readonly values: readonly unknown[];
  readonly seen: Set<string | bigint> | undefined;
  readonly index: number;
}

/** The field of the next key in whatever spelling; undefined when it is unknown and has been skipped. */
function lookUpField(reader: Reader, {layout, values, seen, index}: Pairs): WireField | undefined {
  const key = readStructKey(reader);
  const isFound = ({index}: WireField): boolean => values[index] !== undefined;
  const field = typeof key === "string" ? layout.match(key, isFound) : undefined;
  if (seen?.has(key) || (field === undefined && isRepeated(reader, layout, key, isFound)))
    throw reader.fail("duplicateKey", `duplicate key ${key}`);
  seen?.add(key);
  if (field === undefined) skipUnknown(reader, index);
  return field;
}

function isRepeated(
  reader: Reader,
  layout: StructLayout,
  key: string | bigint,
  isFound: (field: WireField) => boolean,
): boolean {
  if (reader.mode.allowUnknownFields || typeof key !== "string") return false;
  const field = layout.byKey(key);
  return field !== undefined && isFound(field);
}

export function readField(reader: Reader, field: WireField): unknown {
  try {
    return field.schema.read(reader);
  } catch (error) {
    throw errorWithin(error, field.wire);
  }
}

export function writeField(writer: Writer, {schema, wire}: WireField, item: unknown): void {
  try {
    schema.write(writer, item);
  } catch (error) {
    throw errorWithin(error, wire);
  }
}

/**
 * Declares a Go struct. Properties are in camel case and go on the wire in snake case unless `field` says otherwise;
 * order them as Go declares them.
 */
export function struct<const F extends Fields>(name: string, fields: F): Struct<StructValue<F>> {
  return new Struct(name, fields);
}
