import {BytesMap, compare} from "../bytes/index.ts";
import {isJsonObject, type JsonValue, jsonEntries} from "../json/index.ts";
import {errorWithin} from "./cborError.ts";
import {major} from "./major.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

/** Byte-string keys are compared by content, others as JavaScript compares them. */
export type MapOf<K, V> = K extends Uint8Array ? BytesMap<K, V> : Map<K, V>;

/** What both kinds of map have in common. */
interface AnyMap<K, V> extends Iterable<readonly [K, V]> {
  readonly size: number;
  set(key: K, value: V): unknown;
}

class GoMap<K, V> extends Schema<AnyMap<K, V> | null> {
  readonly key: Schema<K>;
  readonly element: Schema<V>;
  readonly #hasByteKeys: boolean;

  constructor(key: Schema<K>, element: Schema<V>) {
    super(`map[${key.name}]${element.name}`);
    this.key = key;
    this.element = element;
    this.#hasByteKeys = key.zero() instanceof Uint8Array;
  }

  zero(): AnyMap<K, V> | null {
    return null;
  }

  write(writer: Writer, value: AnyMap<K, V> | null): void {
    if (value === null) {
      writer.nil();
      return;
    }
    if (!(value instanceof Map || value instanceof BytesMap)) throw this.unencodable(value);
    writer.head(major.map, value.size);
    const start = writer.length;
    const pairs: Pair[] = [];
    for (const [key, element] of value) {
      const from = writer.length;
      this.key.write(writer, key);
      const middle = writer.length;
      this.element.write(writer, element);
      pairs.push({from, middle, to: writer.length});
    }
    sortPairs(writer, start, pairs);
  }

  read(reader: Reader): AnyMap<K, V> | null {
    const type = reader.item();
    if (type === major.map) return this.#readPairs(reader);
    if (type === major.simple && reader.isNilSimple()) return null;
    throw this.wrongType(reader, type);
  }

  isEmpty(value: AnyMap<K, V> | null): boolean {
    return value === null || value.size === 0;
  }

  toJson(value: AnyMap<K, V> | null): JsonValue {
    if (value === null) return null;
    const members: [string, JsonValue][] = [];
    for (const [key, element] of value) members.push([this.key.toJsonKey(key), this.element.toJson(element)]);
    return new Map(members.sort(([a], [b]) => compareUtf8(a, b)));
  }

  fromJson(json: JsonValue): AnyMap<K, V> | null {
    if (json === null) return null;
    if (!isJsonObject(json)) throw this.badJson(json);
    const map = this.#make();
    for (const [key, element] of jsonEntries(json))
      map.set(this.key.fromJsonKey(key), this.element.fromJson(element));
    return map;
  }

  #make(): AnyMap<K, V> {
    return this.#hasByteKeys ? (new BytesMap() as unknown as AnyMap<K, V>) : new Map<K, V>();
  }

  #readPairs(reader: Reader): AnyMap<K, V> {
    const entered = reader.enter(2);
    const map = this.#make();
    let key: K | undefined;
    let element: V | undefined;
    for (let left = entered < 0 ? ~entered : entered; left > 0; left--) {
      try {
        key = readOr(this.key, reader, key);
        const from = reader.at;
        element = readOr(this.element, reader, element);
        const size = map.size;
        map.set(key, element);
        if (map.size === size && !reader.mode.allowDuplicateKeys) {
          reader.at = from;
          throw reader.fail("duplicateKey", `duplicate key in ${this.name}`);
        }
      } catch (error) {
        throw errorWithin(error, String(map.size));
      }
    }
    reader.leave(entered);
    return map;
  }
}

/** Reads a key or an element; null for a type that `keepsOnNull` repeats the one before. */
function readOr<T>(schema: Schema<T>, reader: Reader, previous: T | undefined): T {
  if (!schema.keepsOnNull || !reader.skipTaggedNil()) return schema.read(reader);
  return previous === undefined ? schema.zero() : previous;
}

/** Where an encoded pair stands in the writer: key at [from, middle), value at [middle, to). */
interface Pair {
  readonly from: number;
  readonly middle: number;
  readonly to: number;
}

/** Puts the pairs written from `start` on in canonical order: shorter key first, then bytewise (primitives-mkvs §1.1). */
function sortPairs(writer: Writer, start: number, pairs: readonly Pair[]): void {
  const compareKeys = (a: Pair, b: Pair): number =>
    a.middle - a.from - (b.middle - b.from) || writer.compare(a.from, a.middle, b.from, b.middle);
  // What was decoded comes back in order, so there is mostly nothing to move.
  const isSorted = pairs.every((pair, i) => {
    const before = pairs[i - 1];
    return before === undefined || compareKeys(before, pair) < 0;
  });
  if (isSorted) return;
  const sorted = pairs.toSorted(compareKeys);
  const written = writer.part(start);
  writer.truncate(start);
  for (const {from, to} of sorted) writer.raw(written.subarray(from - start, to - start));
}

/** Order of strings by their UTF-8 bytes, as Go sorts them; surrogate pairs would come too early by code units. */
function compareUtf8(a: string, b: string): number {
  return compare(Buffer.from(a), Buffer.from(b));
}

/** Go map: nil is null. Written in canonical order whatever the order of the entries. */
export function map<K, V>(key: Schema<K>, element: Schema<V>): Schema<MapOf<K, V> | null> {
  // Which of the two classes a key type has is decided alike by MapOf and by GoMap.
  return new GoMap(key, element) as unknown as Schema<MapOf<K, V> | null>;
}
