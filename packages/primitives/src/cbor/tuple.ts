import {major} from "./major.ts";
import type {Reader} from "./reader.ts";
import {AnyStruct, type Fields, readField, type StructValue, writeField} from "./struct.ts";
import type {Writer} from "./writer.ts";

/** Go struct marked `toarray`: an array of all fields in declaration order, whether empty or not. */
class Tuple<T> extends AnyStruct<T> {
  write(writer: Writer, value: T): void {
    this.checkIsObject(value);
    const {declared} = this.layout;
    writer.head(major.array, declared.length);
    for (const field of declared) writeField(writer, field, field.get(value));
  }

  read(reader: Reader): T {
    const type = reader.item();
    if (type === major.array) return this.#readItems(reader);
    if (type === major.simple && reader.isNilSimple()) return this.zero();
    throw this.wrongType(reader, type);
  }

  isEmpty(): boolean {
    return this.layout.declared.length === 0;
  }

  #readItems(reader: Reader): T {
    const {declared} = this.layout;
    const entered = reader.enter(1);
    const count = entered < 0 ? ~entered : entered;
    if (count !== declared.length)
      throw reader.fail("length", `${count} elements where ${this.name} has ${declared.length}`);
    const values = declared.map((field) => readField(reader, field));
    reader.leave(entered);
    return this.built(values);
  }
}

/** Declares a Go struct marked `toarray`; in JSON it is an object all the same. */
export function tuple<const F extends Fields>(name: string, fields: F): AnyStruct<StructValue<F>> {
  return new Tuple(name, fields);
}
