import type {JsonValue} from "../json/index.ts";
import {errorWithin} from "./cborError.ts";
import {major} from "./major.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

class List<T> extends Schema<T[] | null> {
  readonly element: Schema<T>;

  constructor(element: Schema<T>) {
    super(`[]${element.name}`);
    this.element = element;
  }

  zero(): T[] | null {
    return null;
  }

  write(writer: Writer, value: T[] | null): void {
    if (value === null) {
      writer.nil();
      return;
    }
    if (!Array.isArray(value)) throw this.unencodable(value);
    writer.head(major.array, value.length);
    for (const item of value) this.element.write(writer, item);
  }

  read(reader: Reader): T[] | null {
    const type = reader.item();
    if (type === major.array) return this.#readItems(reader);
    if (type === major.simple && reader.isNilSimple()) return null;
    throw this.wrongType(reader, type);
  }

  isEmpty(value: T[] | null): boolean {
    return value === null || value.length === 0;
  }

  toJson(value: T[] | null): JsonValue {
    return value === null ? null : value.map((item) => this.element.toJson(item));
  }

  fromJson(json: JsonValue): T[] | null {
    if (json === null) return null;
    if (!Array.isArray(json)) throw this.badJson(json);
    return json.map((item: JsonValue) => this.element.fromJson(item));
  }

  #readItems(reader: Reader): T[] {
    const entered = reader.enter(1);
    const count = entered < 0 ? ~entered : entered;
    const items: T[] = [];
    try {
      while (items.length < count) items.push(this.element.read(reader));
    } catch (error) {
      throw errorWithin(error, String(items.length));
    }
    reader.leave(entered);
    return items;
  }
}

/**
 * Go slice: nil is null, empty is an empty array. Not for element types of kind `uint8`: a slice of those is a byte
 * string, thus `bytes` or something `mapped` from it (primitives-mkvs §1.1).
 */
export function list<T>(element: Schema<T>): Schema<T[] | null> {
  return new List(element);
}
