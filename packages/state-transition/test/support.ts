import {readFileSync} from "node:fs";
import {gunzipSync} from "node:zlib";
import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {decode, encode, type Schema} from "@oasis-node/primitives/cbor";
import {asNamespace} from "@oasis-node/primitives/namespace";
import {asPublicKey, type PublicKey} from "@oasis-node/primitives/signature";
import {expect} from "vitest";

/** Runtime ID of the recorded encodings: the test flag and nothing else. */
export const runtimeId = asNamespace(keyBytes(0x80));

/** Public key of the recorded encodings: byte `first`, then 31 zeros. */
export function key(first: number): PublicKey {
  return asPublicKey(keyBytes(first));
}

export function hex(text: string): Uint8Array {
  const bytes = fromHex(text.replaceAll(" ", ""));
  if (bytes === null) throw new TypeError(`not hexadecimal: ${text}`);
  return bytes;
}

/** The value encodes as recorded, and what was recorded decodes to the value. */
export function expectEncoding<T>(schema: Schema<T>, value: T, recorded: string): void {
  expect(toHex(encode(schema, value))).toBe(recorded);
  expect(decode(schema, hex(recorded))).toEqual(value);
}

/** Content of a recorded file, by its path below `test/vectors`, unpacked. */
export function recording(path: string): Uint8Array {
  const bytes = readFileSync(new URL(`../../../test/vectors/${path}`, import.meta.url));
  return new Uint8Array(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

export function recordedText(path: string): string {
  return new TextDecoder().decode(recording(path));
}

function keyBytes(first: number): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes[0] = first;
  return bytes;
}
