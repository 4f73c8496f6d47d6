import {ProtobufError} from "./protobufError.ts";
import {ProtoReader} from "./reader.ts";
import type {ProtoType} from "./types.ts";
import {ProtoWriter} from "./writer.ts";

/** The one encoding of a value: fields by number, zero scalars left out. */
export function encode<T>(type: ProtoType<T>, value: T): Uint8Array {
  const writer = new ProtoWriter();
  type.write(writer, value);
  return writer.finish();
}

/** The encoding after its length, as in streams of messages and in what validators sign. */
export function encodeDelimited<T>(type: ProtoType<T>, value: T): Uint8Array {
  const writer = new ProtoWriter();
  writer.bytes(encode(type, value));
  return writer.finish();
}

/**
 * Decodes a message, whose size the caller has bounded: time and memory are linear in it. Throws `ProtobufError`, and
 * what conversions of the type throw.
 */
export function decode<T>(type: ProtoType<T>, bytes: Uint8Array): T {
  return type.merge(new ProtoReader(bytes, type.name), type.zero());
}

/** Decodes a message that stands after its length and alone. Throws `ProtobufError`. */
export function decodeDelimited<T>(type: ProtoType<T>, bytes: Uint8Array): T {
  const reader = new ProtoReader(bytes, type.name);
  const encoded = reader.bytes();
  if (!reader.done) throw new ProtobufError("malformed", type.name, "bytes after the end");
  return decode(type, encoded);
}
