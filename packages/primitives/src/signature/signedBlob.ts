import {decode, type Schema, toJson} from "../cbor/index.ts";
import type {JsonValue} from "../json/index.ts";

/** The value in signed bytes; Go leaves its zero value untouched when there are no bytes at all (nil). */
export function openBlob<T>(body: Schema<T>, blob: Uint8Array | null): T {
  return blob === null ? body.zero() : decode(body, blob);
}

/** JSON form, for people, of the value in signed bytes. */
export function prettyBlob<T>(
  body: Schema<T>,
  blob: Uint8Array | null,
  prettyBody: (value: T) => JsonValue = (value) => toJson(body, value),
): JsonValue {
  return prettyBody(openBlob(body, blob));
}
