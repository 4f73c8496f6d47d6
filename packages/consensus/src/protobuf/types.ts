import type {ProtoReader} from "./reader.ts";
import type {WireType} from "./wireType.ts";
import type {ProtoWriter} from "./writer.ts";

/** A field of a message: its number, and how its value is read and written. */
export interface ProtoField<T> {
  readonly number: number;
  readonly wireType: WireType;
  /** Value of a field that is not there; a fresh one. */
  zero(): T;
  /** Takes one occurrence; `before` is the value so far, `message` the name of the message for errors. */
  read(reader: ProtoReader, before: T, message: string): T;
  /** Writes tag and value, or nothing for a value that is left out. */
  write(writer: ProtoWriter, value: T): void;
}

/** A message type: one runtime value for reading, writing and the type of its values. */
export interface ProtoType<T> {
  readonly name: string;
  /** Value of a message of no bytes; a fresh one. */
  zero(): T;
  /** Reads to the end of the reader into what was there before, as further occurrences of a field do. */
  merge(reader: ProtoReader, before: T): T;
  write(writer: ProtoWriter, value: T): void;
}

/** Type of the values of a message type or field. */
export type ProtoValue<S> = S extends ProtoType<infer T> ? T : S extends ProtoField<infer T> ? T : never;
