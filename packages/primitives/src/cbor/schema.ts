import type {Branded} from "../bytes/index.ts";
import type {JsonValue} from "../json/index.ts";
import {JsonError} from "../json/index.ts";
import {CborError} from "./cborError.ts";
import {major, majorName} from "./major.ts";
import type {Reader} from "./reader.ts";
import type {Writer} from "./writer.ts";

/**
 * A wire type as a value: encoder, decoder, JSON form and zero value come from this one declaration
 * (primitives-mkvs §1). Use it through `encode`, `decode`, `toJson` and `fromJson`; the methods are for schemas made of
 * schemas.
 */
export abstract class Schema<T> {
  /** Go's name of the type, for messages: `staking.Transfer`. */
  readonly name: string;
  /**
   * Whether null leaves a Go variable of this type as it was and the variable is reused for all entries of a map, so that
   * null there repeats the entry before (booleans, numbers, strings; a kept oddity of the reference).
   */
  readonly keepsOnNull: boolean = false;

  constructor(name: string) {
    this.name = name;
  }

  /** Go's zero value; a fresh one every time. */
  abstract zero(): T;
  /** Appends the canonical encoding. Throws `CborError` `unencodable`. */
  abstract write(writer: Writer, value: T): void;
  /** Reads one item. Throws `CborError`. */
  abstract read(reader: Reader): T;
  /** Whether an `omitempty` field with this value is left out of CBOR (primitives-mkvs §1.1). */
  abstract isEmpty(value: T): boolean;
  /** The same question for JSON, where Go answers differently for structs. */
  isEmptyInJson(value: T): boolean {
    return this.isEmpty(value);
  }
  abstract toJson(value: T): JsonValue;
  /** Throws `JsonError`. */
  abstract fromJson(json: JsonValue): T;

  /** Text of a value which is the key of a JSON object. */
  toJsonKey(value: T): string {
    const json = this.toJson(value);
    return typeof json === "string" ? json : String(json);
  }

  /** Value of a key of a JSON object. Throws `JsonError`. */
  fromJsonKey(key: string): T {
    return this.fromJson(key);
  }

  /** What to throw about an item of the wrong kind whose head has just been read. */
  wrongType(reader: Reader, type: number): CborError {
    const found = type === major.simple ? `simple value ${reader.argument}` : majorName(type);
    return reader.fail("wrongType", `${found} where ${this.name} is expected`);
  }

  unencodable(value: unknown): CborError {
    return new CborError("unencodable", `not a value of ${this.name}`, {value});
  }

  badJson(json: JsonValue): JsonError {
    return new JsonError("type", `not a value of ${this.name}`, {json});
  }
}

/** Type of the values of a schema. */
export type ValueOf<S> = S extends Schema<infer T> ? T : never;

/** Gives the values of a schema a name of their own: `brand<"Epoch">()(u64)`. */
export function brand<Name extends string>(): <T>(schema: Schema<T>) => Schema<Branded<T, Name>> {
  // A brand exists for the compiler only, and decoding is where values of the type come from.
  return <T>(schema: Schema<T>) => schema as unknown as Schema<Branded<T, Name>>;
}
