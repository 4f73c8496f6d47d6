import {fromBase64, toBase64} from "../bytes/index.ts";
import {JsonError, type JsonValue} from "../json/index.ts";
import {fitted, readByteArray, readByteList} from "./byteArrays.ts";
import {u8} from "./integers.ts";
import {major} from "./major.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

/** Go `[]byte`: nil is null, empty is an empty byte string. */
class Bytes extends Schema<Uint8Array | null> {
  zero(): Uint8Array | null {
    return null;
  }

  write(writer: Writer, value: Uint8Array | null): void {
    if (value === null) writer.nil();
    else if (value instanceof Uint8Array) writer.byteString(value);
    else throw this.unencodable(value);
  }

  read(reader: Reader): Uint8Array | null {
    const type = reader.item();
    switch (type) {
      case major.bytes:
      case major.bignum:
      case major.negativeBignum:
        return reader.byteString();
      case major.array:
        return readByteList(reader);
      case major.simple:
        if (reader.isNilSimple()) return null;
    }
    throw this.wrongType(reader, type);
  }

  isEmpty(value: Uint8Array | null): boolean {
    return value === null || value.length === 0;
  }

  toJson(value: Uint8Array | null): JsonValue {
    return value === null ? null : toBase64(value);
  }

  fromJson(json: JsonValue): Uint8Array | null {
    if (json === null) return null;
    if (Array.isArray(json)) return Uint8Array.from(json, (item) => u8.fromJson(item));
    if (typeof json !== "string") throw this.badJson(json);
    const value = fromBase64(json);
    if (value === null) throw new JsonError("value", `not base64 in ${this.name}`, {json});
    return value;
  }
}

/**
 * Go `cbor.RawMessage`: one item kept as it came, only walked for well-formedness. nil and empty are written as null; a
 * null read is the one byte f6 (primitives-mkvs §1.1, §1.2).
 */
class RawMessage extends Bytes {
  override write(writer: Writer, value: Uint8Array | null): void {
    if (value === null || value.length === 0) writer.nil();
    else if (value instanceof Uint8Array) writer.raw(value);
    else throw this.unencodable(value);
  }

  override read(reader: Reader): Uint8Array | null {
    return reader.rawItem().slice();
  }
}

/** Go `[N]byte` without methods: cut or filled up on decoding, a list of numbers in JSON. */
class FixedBytes extends Schema<Uint8Array> {
  readonly length: number;

  constructor(name: string, length: number) {
    super(name);
    this.length = length;
  }

  zero(): Uint8Array {
    return new Uint8Array(this.length);
  }

  write(writer: Writer, value: Uint8Array): void {
    if (!(value instanceof Uint8Array) || value.length !== this.length) throw this.unencodable(value);
    writer.byteString(value);
  }

  read(reader: Reader): Uint8Array {
    const type = reader.item();
    switch (type) {
      case major.bytes:
      case major.bignum:
      case major.negativeBignum:
        return fitted(reader.byteString(), this.length);
      case major.array:
        return readByteArray(reader, this.length);
      case major.simple:
        if (reader.isNilSimple()) return this.zero();
    }
    throw this.wrongType(reader, type);
  }

  isEmpty(): boolean {
    return this.length === 0;
  }

  toJson(value: Uint8Array): JsonValue {
    return Array.from(value, (byte) => BigInt(byte));
  }

  fromJson(json: JsonValue): Uint8Array {
    if (json === null) return this.zero();
    if (!Array.isArray(json)) throw this.badJson(json);
    return fitted(
      Uint8Array.from(json.slice(0, this.length), (item) => u8.fromJson(item)),
      this.length,
    );
  }
}

/** Go `[]byte`. */
export const bytes: Schema<Uint8Array | null> = new Bytes("[]byte");

/** Go `cbor.RawMessage`: an item spliced in verbatim. */
export const rawMessage: Schema<Uint8Array | null> = new RawMessage("cbor.RawMessage");

/** Go `[length]byte` without its own (un)marshaller. */
export function fixedBytes(name: string, length: number): Schema<Uint8Array> {
  return new FixedBytes(name, length);
}
