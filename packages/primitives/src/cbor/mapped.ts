import {TypedError} from "../errors/index.ts";
import {JsonError, type JsonValue} from "../json/index.ts";
import {CborError} from "./cborError.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

export interface MappedOptions<Wire, T> {
  readonly name: string;
  /** Value of what was read; null or a typed error refuses it. */
  readonly to: (wire: Wire) => T | null;
  /** What to write for a value; null or a typed error refuses it. */
  readonly from: (value: T) => Wire | null;
  /** Go's own (un)marshalling of the type in JSON; `fromJson` may refuse like `to`. */
  readonly json?: {
    readonly to: (value: T) => JsonValue;
    readonly from: (json: JsonValue) => T | null;
  };
}

class Mapped<Wire, T> extends Schema<T> {
  override readonly keepsOnNull: boolean;
  readonly #wire: Schema<Wire>;
  readonly #options: MappedOptions<Wire, T>;

  constructor(wire: Schema<Wire>, options: MappedOptions<Wire, T>) {
    super(options.name);
    this.keepsOnNull = wire.keepsOnNull;
    this.#wire = wire;
    this.#options = options;
  }

  zero(): T {
    return this.#to(
      this.#wire.zero(),
      (cause) => new CborError("value", `${this.name} has no zero`, {}, cause),
    );
  }

  write(writer: Writer, value: T): void {
    this.#wire.write(writer, this.#from(value));
  }

  read(reader: Reader): T {
    const wire = this.#wire.read(reader);
    return this.#to(wire, (cause) => reader.fail("value", `malformed ${this.name}`, cause));
  }

  isEmpty(value: T): boolean {
    return this.#wire.isEmpty(this.#from(value));
  }

  override isEmptyInJson(value: T): boolean {
    return this.#wire.isEmptyInJson(this.#from(value));
  }

  toJson(value: T): JsonValue {
    const {json} = this.#options;
    return json === undefined ? this.#wire.toJson(this.#from(value)) : json.to(value);
  }

  fromJson(json: JsonValue): T {
    const own = this.#options.json;
    if (own === undefined)
      return this.#to(this.#wire.fromJson(json), (cause) => this.#refusedJson(json, cause));
    if (json === null) return this.zero();
    return converted(json, own.from, (cause) => this.#refusedJson(json, cause));
  }

  override fromJsonKey(key: string): T {
    if (this.#options.json !== undefined) return this.fromJson(key);
    return this.#to(this.#wire.fromJsonKey(key), (cause) => this.#refusedJson(key, cause));
  }

  #to(wire: Wire, refused: (cause: unknown) => Error): T {
    return converted(wire, this.#options.to, refused);
  }

  #from(value: T): Wire {
    return converted(
      value,
      this.#options.from,
      (cause) => new CborError("unencodable", `not a value of ${this.name}`, {value}, cause),
    );
  }

  #refusedJson(json: JsonValue, cause: unknown): JsonError {
    return new JsonError("value", `not a value of ${this.name}`, {json}, cause);
  }
}

/**
 * Null and typed errors of a conversion refuse the value; anything else is a defect and goes through. A null that comes
 * of a null is Go's nil and fine.
 */
export function converted<A, B>(
  from: A,
  convert: (from: A) => B | null,
  refused: (cause: unknown) => Error,
): B {
  let result: B | null;
  try {
    result = convert(from);
  } catch (cause) {
    throw cause instanceof TypedError ? refused(cause) : cause;
  }
  // Where nil is not a value of B, no conversion makes one of nil.
  if (result === null && from !== null) throw refused(undefined);
  return result as B;
}

/**
 * A type whose values are made from those of another schema, with checks. Its CBOR and, unless `json` is given, JSON are
 * those of the other schema, and so is when it is empty.
 */
export function mapped<Wire, T>(wire: Schema<Wire>, options: MappedOptions<Wire, T>): Schema<T> {
  return new Mapped(wire, options);
}
