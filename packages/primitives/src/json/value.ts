/**
 * A JSON document as Go's `encoding/json` sees it. Integer literals are `bigint` (lossless for 64 bits), other numbers
 * `number`. A plain object keeps a struct's declaration order; a `Map` keeps the order of its entries even for keys
 * that look like integers, which plain objects would reorder.
 */
export type JsonValue =
  | null
  | boolean
  | bigint
  | number
  | string
  | readonly JsonValue[]
  | ReadonlyMap<string, JsonValue>
  | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Whether `value` is an object in either of its two forms. */
export function isJsonObject(value: JsonValue): value is JsonObject | ReadonlyMap<string, JsonValue> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Members of an object in order, whichever of the two forms it has. */
export function jsonEntries(
  value: JsonObject | ReadonlyMap<string, JsonValue>,
): Iterable<[string, JsonValue]> {
  return isJsonMap(value) ? value : Object.entries(value);
}

function isJsonMap(value: object): value is ReadonlyMap<string, JsonValue> {
  return value instanceof Map;
}
