import type {JsonValue} from "../json/index.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

class Nullable<T> extends Schema<T | null> {
  readonly inner: Schema<T>;

  constructor(inner: Schema<T>) {
    super(`*${inner.name}`);
    this.inner = inner;
  }

  zero(): T | null {
    return null;
  }

  write(writer: Writer, value: T | null): void {
    if (value === null) writer.nil();
    else this.inner.write(writer, value);
  }

  read(reader: Reader): T | null {
    return reader.skipNil() ? null : this.inner.read(reader);
  }

  isEmpty(value: T | null): boolean {
    return value === null;
  }

  toJson(value: T | null): JsonValue {
    return value === null ? null : this.inner.toJson(value);
  }

  fromJson(json: JsonValue): T | null {
    return json === null ? null : this.inner.fromJson(json);
  }
}

/** Go pointer: nil is null, and always empty for `omitempty`; what it points to never is. */
export function nullable<T>(inner: Schema<T>): Schema<T | null> {
  return new Nullable(inner);
}
