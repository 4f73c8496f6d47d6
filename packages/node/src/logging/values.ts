import {toHex} from "@oasis-node/primitives/bytes";
import type {LogFields} from "@oasis-node/primitives/log";

/** What a value of a line becomes before it is written: something that JSON can say, or a whole number of any size. */
export type Plain =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Plain[]
  | {readonly [name: string]: Plain};

/** A value that cannot be shown, in the words of the reference. */
const unsupported = "unsupported value type";
/** Lines are for people: what is deeper or longer is cut. */
const deepest = 3;
const mostItems = 32;
const longestText = 16_384;

/** Never throws, whatever getters and `toJSON` methods do. */
export function plainFields(fields: LogFields): readonly (readonly [string, Plain])[] {
  try {
    return Object.keys(fields).map((name) => [name, plainField(fields, name)] as const);
  } catch {
    return [["fields", unsupported]];
  }
}

function plainField(record: object, name: string): Plain {
  try {
    return plain(Reflect.get(record, name), 0);
  } catch {
    return unsupported;
  }
}

function plain(value: unknown, depth: number): Plain {
  switch (typeof value) {
    case "string":
      return cut(value);
    case "bigint":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "undefined":
      return null;
    case "object":
      return value === null ? null : plainObject(value, depth);
    default:
      return unsupported;
  }
}

function plainObject(value: object, depth: number): Plain {
  if (value instanceof Error) return cut(value.message === "" ? value.name : value.message);
  if (value instanceof Uint8Array) return cut(toHex(value.subarray(0, longestText / 2)));
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? unsupported : value.toISOString();
  if (depth === deepest) return unsupported;
  if (value instanceof Map) return plainObject(Object.fromEntries(firstOf(value)), depth);
  if (Array.isArray(value) || value instanceof Set) {
    return firstOf<unknown>(value).map((item) => plain(item, depth + 1));
  }
  // Signers, keys and the like say themselves what may be shown of them.
  const toJson: unknown = Reflect.get(value, "toJSON");
  if (typeof toJson === "function") return plain(Reflect.apply(toJson, value, []), depth + 1);
  const entries = Object.keys(value)
    .slice(0, mostItems)
    .map((name) => [name, plain(Reflect.get(value, name), depth + 1)] as const);
  return Object.fromEntries(entries);
}

function firstOf<T>(items: Iterable<T>): T[] {
  return Iterator.from(items).take(mostItems).toArray();
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
