import type {JsonValue} from "../json/index.ts";
import {major, simple} from "./major.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

class Bool extends Schema<boolean> {
  override readonly keepsOnNull = true;

  zero(): boolean {
    return false;
  }

  write(writer: Writer, value: boolean): void {
    if (typeof value !== "boolean") throw this.unencodable(value);
    writer.bool(value);
  }

  read(reader: Reader): boolean {
    const type = reader.item();
    if (type === major.simple) {
      if (reader.info === simple.true) return true;
      if (reader.info === simple.false || reader.isNilSimple()) return false;
    }
    throw this.wrongType(reader, type);
  }

  isEmpty(value: boolean): boolean {
    return !value;
  }

  toJson(value: boolean): JsonValue {
    return value;
  }

  fromJson(json: JsonValue): boolean {
    if (json === null) return false;
    if (typeof json !== "boolean") throw this.badJson(json);
    return json;
  }
}

class Text extends Schema<string> {
  override readonly keepsOnNull = true;

  zero(): string {
    return "";
  }

  write(writer: Writer, value: string): void {
    if (typeof value !== "string" || !value.isWellFormed()) throw this.unencodable(value);
    writer.textString(value);
  }

  read(reader: Reader): string {
    const type = reader.item();
    if (type === major.text) return reader.textString();
    if (type === major.simple && reader.isNilSimple()) return "";
    throw this.wrongType(reader, type);
  }

  isEmpty(value: string): boolean {
    return value === "";
  }

  toJson(value: string): JsonValue {
    return value;
  }

  fromJson(json: JsonValue): string {
    if (json === null) return "";
    if (typeof json !== "string") throw this.badJson(json);
    return json;
  }
}

/** Go `bool`. */
export const bool: Schema<boolean> = new Bool("bool");
/** Go `string`. */
export const text: Schema<string> = new Text("string");
