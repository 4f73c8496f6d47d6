import {fromHex, toHex} from "../../src/bytes/index.ts";
import {
  CborError,
  type CborErrorCode,
  type DecodeMode,
  decode,
  encode,
  type Schema,
} from "../../src/cbor/index.ts";

/** Bytes of hexadecimal with spaces for the eye. */
export function hex(text: string): Uint8Array {
  const bytes = fromHex(text.replaceAll(" ", ""));
  if (bytes === null) throw new TypeError(`not hexadecimal: ${text}`);
  return bytes;
}

export function encodeHex<T>(schema: Schema<T>, value: T): string {
  return toHex(encode(schema, value));
}

export function decodeHex<T>(schema: Schema<T>, text: string, mode?: DecodeMode): T {
  return decode(schema, hex(text), mode);
}

/** Code of the `CborError` that `run` throws; null when it throws nothing. Anything else goes through. */
export function cborCode(run: () => unknown): CborErrorCode | null {
  try {
    run();
  } catch (error) {
    if (error instanceof CborError) return error.code;
    throw error;
  }
  return null;
}

/** How decoding fails; null when it does not. */
export function refusal<T>(schema: Schema<T>, text: string, mode?: DecodeMode): CborErrorCode | null {
  return cborCode(() => decodeHex(schema, text, mode));
}
