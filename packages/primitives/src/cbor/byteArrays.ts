import {u8} from "./integers.ts";
import type {Reader} from "./reader.ts";

/**
 * Bytes of an array of small integers, whose head was read last: the reference takes one for a byte string. Elements are
 * Go `uint8`, so null counts as 0 and simple values as their number (primitives-mkvs §1.2).
 */
export function readByteList(reader: Reader): Uint8Array {
  const entered = reader.enter(1);
  const bytes = new Uint8Array(entered < 0 ? ~entered : entered);
  for (let i = 0; i < bytes.length; i++) bytes[i] = u8.read(reader);
  reader.leave(entered);
  return bytes;
}

/** The same for a Go array of `length` bytes: missing ones are zero, further ones are not looked at. */
export function readByteArray(reader: Reader, length: number): Uint8Array {
  const entered = reader.enter(1);
  const count = entered < 0 ? ~entered : entered;
  const bytes = new Uint8Array(length);
  for (let i = 0; i < count; i++) {
    if (i < length) bytes[i] = u8.read(reader);
    else reader.skip();
  }
  reader.leave(entered);
  return bytes;
}

/** `bytes` cut or filled up with zeros to `length`. */
export function fitted(bytes: Uint8Array, length: number): Uint8Array {
  if (bytes.length === length) return bytes;
  const out = new Uint8Array(length);
  out.set(bytes.subarray(0, length));
  return out;
}
