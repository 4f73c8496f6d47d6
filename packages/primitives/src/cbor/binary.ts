import {fromBase64, fromHex, toBase64, toHex} from "../bytes/index.ts";
import {JsonError, type JsonValue} from "../json/index.ts";
import {readByteArray} from "./byteArrays.ts";
import {CborError} from "./cborError.ts";
import {major} from "./major.ts";
import {converted} from "./mapped.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import {skipEmptyStruct} from "./structKeys.ts";
import type {Writer} from "./writer.ts";

/** Text form of a type: `to` makes it, `from` reads it and returns null or throws a typed error on bad text. */
export interface TextForm<T> {
  readonly to: (value: T) => string;
  readonly from: (text: string) => T | null;
}

export interface BinaryOptions<T extends Uint8Array> {
  readonly name: string;
  /** Size in bytes; byte strings of another size are refused. */
  readonly length: number;
  /** What else the type's UnmarshalBinary checks. Arrays of integers bypass it, as they bypass the size. */
  readonly check?: (bytes: Uint8Array) => boolean;
  /** Message for refused byte strings. */
  readonly error?: string;
  readonly json: "hex" | "base64" | TextForm<T>;
}

export interface BinaryStructOptions<T> {
  readonly name: string;
  readonly zero: () => T;
  /** Go's MarshalBinary; throws a typed error where it fails. */
  readonly marshal: (value: T) => Uint8Array;
  /** Go's UnmarshalBinary; null or a typed error refuses the bytes. */
  readonly unmarshal: (bytes: Uint8Array) => T | null;
  readonly json: TextForm<T>;
}

/** Go type with MarshalBinary: a byte string in CBOR, a text in JSON. */
abstract class Binary<T> extends Schema<T> {
  readonly #text: TextForm<T>;

  constructor(name: string, text: TextForm<T>) {
    super(name);
    this.#text = text;
  }

  toJson(value: T): JsonValue {
    return this.#text.to(value);
  }

  fromJson(json: JsonValue): T {
    if (json === null) return this.zero();
    if (typeof json !== "string") throw this.badJson(json);
    return converted(
      json,
      this.#text.from,
      (cause) => new JsonError("value", `bad text of ${this.name}`, {json}, cause),
    );
  }

  /** Go's JSON looks at the kind, and neither arrays nor structs are ever empty to it. */
  override isEmptyInJson(): boolean {
    return false;
  }
}

class BinaryArray<T extends Uint8Array> extends Binary<T> {
  readonly #options: BinaryOptions<T>;

  constructor(options: BinaryOptions<T>) {
    super(options.name, textForm(options));
    this.#options = options;
  }

  zero(): T {
    return this.#own(new Uint8Array(this.#options.length));
  }

  write(writer: Writer, value: T): void {
    if (!(value instanceof Uint8Array) || value.length !== this.#options.length)
      throw this.unencodable(value);
    writer.byteString(value);
  }

  read(reader: Reader): T {
    const type = reader.item();
    switch (type) {
      case major.bytes:
      case major.bignum:
      case major.negativeBignum:
        return this.#unmarshal(reader);
      case major.array:
        return this.#own(readByteArray(reader, this.#options.length));
      case major.simple:
        if (reader.isNilSimple()) return this.zero();
    }
    throw this.wrongType(reader, type);
  }

  isEmpty(): boolean {
    return false;
  }

  #unmarshal(reader: Reader): T {
    const {length, check, error} = this.#options;
    const bytes = reader.byteString();
    if (bytes.length !== length || (check !== undefined && !check(bytes)))
      throw reader.fail("value", error ?? `malformed ${this.name}`);
    return this.#own(bytes);
  }

  /** The only place where bytes become a `T`: they have just been checked, or bypass the check as in the reference. */
  #own(bytes: Uint8Array): T {
    return bytes as T;
  }
}

class BinaryStruct<T> extends Binary<T> {
  readonly #options: BinaryStructOptions<T>;

  constructor(options: BinaryStructOptions<T>) {
    super(options.name, options.json);
    this.#options = options;
  }

  zero(): T {
    return this.#options.zero();
  }

  write(writer: Writer, value: T): void {
    writer.byteString(this.#marshal(value));
  }

  read(reader: Reader): T {
    const type = reader.item();
    switch (type) {
      case major.bytes: {
        const bytes = reader.byteString();
        return converted(bytes, this.#options.unmarshal, (cause) =>
          reader.fail("value", `malformed ${this.name}`, cause),
        );
      }
      case major.map:
        skipEmptyStruct(reader);
        return this.zero();
      case major.simple:
        if (reader.isNilSimple()) return this.zero();
    }
    throw this.wrongType(reader, type);
  }

  isEmpty(value: T): boolean {
    return this.#marshal(value).length === 0;
  }

  #marshal(value: T): Uint8Array {
    return converted(
      value,
      this.#options.marshal,
      (cause) => new CborError("unencodable", `not a value of ${this.name}`, {value}, cause),
    );
  }
}

function textForm<T extends Uint8Array>(options: BinaryOptions<T>): TextForm<T> {
  const {json, length, check} = options;
  if (typeof json === "object") return json;
  const [to, from] = json === "hex" ? [toHex, fromHex] : [toBase64, fromBase64];
  const accepts = (bytes: Uint8Array): bytes is T =>
    bytes.length === length && (check === undefined || check(bytes));
  return {
    to,
    from: (text) => {
      const bytes = from(text);
      return bytes !== null && accepts(bytes) ? bytes : null;
    },
  };
}

/**
 * Go `[length]byte` type with MarshalBinary and UnmarshalBinary. It is never empty for `omitempty`, takes byte strings
 * of exactly its size and, without any check, arrays of small integers (primitives-mkvs §1.2).
 */
export function binary<T extends Uint8Array>(options: BinaryOptions<T>): Schema<T> {
  return new BinaryArray(options);
}

/**
 * Go struct type with MarshalBinary and UnmarshalBinary (Quantity, PVSS points). Empty for `omitempty` when its bytes
 * are; an empty map leaves it zero (primitives-mkvs §1.1, §1.2).
 */
export function binaryStruct<T>(options: BinaryStructOptions<T>): Schema<T> {
  return new BinaryStruct(options);
}
