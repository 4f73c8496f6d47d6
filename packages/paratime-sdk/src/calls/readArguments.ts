import {CborError, decode, encode, map, rawMessage, type Schema, text} from "@oasis-node/primitives/cbor";

const nullItem = 0xf6;
const mapType = 5;
const Members = map(text, rawMessage);

/**
 * Arguments of a call, or null when they are none of this schema. Stricter than Go: every field that is not `omitEmpty`
 * has to be there, and null is no value for one that has another zero, as runtimes made with the Rust library want it.
 */
export function readArguments<T>(schema: Schema<T>, args: Uint8Array): {readonly value: T} | null {
  try {
    const value = decode(schema, args);
    return hasAllOf(encode(schema, schema.zero()), args) ? {value} : null;
  } catch (error) {
    if (error instanceof CborError) return null;
    throw error;
  }
}

/** Whether the second value has all that the first one has. */
function hasAllOf(least: Uint8Array, found: Uint8Array): boolean {
  if (least[0] !== nullItem && found[0] === nullItem) return false;
  if (!isMap(least) || !isMap(found)) return true;
  const members = decode(Members, found);
  for (const [key, value] of decode(Members, least) ?? []) {
    const member = members?.get(key);
    if (member === undefined || member === null || value === null || !hasAllOf(value, member)) return false;
  }
  return true;
}

function isMap(item: Uint8Array): boolean {
  return (item[0] ?? 0) >> 5 === mapType;
}
