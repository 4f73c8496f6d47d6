import {concat} from "../bytes/index.ts";
import {TlsError} from "./tlsError.ts";

const maxLength = 0xffff;

/** One DER element: tag, shortest length, then the parts. Content of at most 65535 bytes; else `TlsError` `unencodable`. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag, ...lengthOf(content.length)), content);
}

function lengthOf(length: number): readonly number[] {
  if (length < 0x80) return [length];
  if (length < 0x100) return [0x81, length];
  if (length <= maxLength) return [0x82, length >> 8, length & 0xff];
  throw new TlsError("unencodable", {length, maxLength});
}
