import type {JsonValue} from "../json/index.ts";
import {type DecodeMode, untrusted} from "./decodeMode.ts";
import {Reader} from "./reader.ts";
import type {Schema} from "./schema.ts";
import {Writer} from "./writer.ts";

/** A buffer to use again and again: a cache, taken while in use so that an encode within an encode gets its own. */
let spare: Writer | undefined;

/** Canonical CBOR of a value, length-first (primitives-mkvs §1.1). Throws `CborError` `unencodable`. */
export function encode<T>(schema: Schema<T>, value: T): Uint8Array {
  const writer = spare ?? new Writer();
  spare = undefined;
  writer.reset();
  try {
    schema.write(writer, value);
    return writer.finish();
  } finally {
    spare = writer;
  }
}

/**
 * Value of the first item in `bytes`; what follows it is ignored. Accepts and refuses what the reference does
 * (primitives-mkvs §1.2); null, Go's nil slice, gives the zero value. The value shares no memory with `bytes`. Throws
 * `CborError`.
 */
export function decode<T>(schema: Schema<T>, bytes: Uint8Array | null, mode: DecodeMode = untrusted): T {
  return bytes === null ? schema.zero() : schema.read(new Reader(bytes, mode));
}

/** Value of the first item in `bytes` and where that item ends. */
export function decodeFirst<T>(
  schema: Schema<T>,
  bytes: Uint8Array,
  mode: DecodeMode = untrusted,
): {readonly value: T; readonly end: number} {
  const reader = new Reader(bytes, mode);
  const value = schema.read(reader);
  return {value, end: reader.at};
}

/** JSON form of a value, as Go's `encoding/json` has it (primitives-mkvs §1.5). */
export function toJson<T>(schema: Schema<T>, value: T): JsonValue {
  return schema.toJson(value);
}

/** Value of a JSON form; unknown members are ignored. Throws `JsonError`. */
export function fromJson<T>(schema: Schema<T>, json: JsonValue): T {
  return schema.fromJson(json);
}
