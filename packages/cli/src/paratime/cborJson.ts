import {fromHex, toHex} from "@oasis-node/primitives/bytes";
import {
  bool,
  bytes,
  CborError,
  decode,
  encode,
  i64,
  list,
  map,
  rawMessage,
  text,
  u64,
} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";
import {isJsonObject, type JsonValue, jsonEntries} from "@oasis-node/primitives/json";

/** Member of an object that stands for bytes. */
const hexKey = "$hex";
/** Member of an object that stands for a value which JSON has no form for. */
const cborKey = "$cbor";

/**
 * - `number`: not whole, or of more than 64 bits;
 * - `hex`: bytes that are not written in hexadecimal.
 */
class ArgumentsError extends TypedError<"number" | "hex"> {}

/** JSON as CBOR, with `{"$hex": "00ff"}` for bytes. Throws `ArgumentsError`. */
export function cborOfJson(value: JsonValue): Uint8Array {
  switch (typeof value) {
    case "boolean":
      return encode(bool, value);
    case "string":
      return encode(text, value);
    case "bigint":
      return integer(value);
    case "number":
      throw new ArgumentsError("number", `${value} is not a whole number`);
  }
  if (value === null) return encode(rawMessage, null);
  if (!isJsonObject(value)) return encode(list(rawMessage), value.map(cborOfJson));
  const entries = [...jsonEntries(value)];
  const [first, ...more] = entries;
  if (first !== undefined && more.length === 0 && first[0] === hexKey)
    return encode(bytes, hexBytes(first[1]));
  return encode(map(text, rawMessage), new Map(entries.map(([key, item]) => [key, cborOfJson(item)])));
}

/** CBOR as JSON, in the same form; what has no such form comes as `{"$cbor": hex}`. */
export function jsonOfCbor(item: Uint8Array): JsonValue {
  try {
    return jsonOfMajor(item);
  } catch (error) {
    if (error instanceof CborError) return {[cborKey]: toHex(item)};
    throw error;
  }
}

function integer(value: bigint): Uint8Array {
  if (value === BigInt.asUintN(64, value)) return encode(u64, value);
  if (value === BigInt.asIntN(64, value)) return encode(i64, value);
  throw new ArgumentsError("number", `${value} does not fit into 64 bits`);
}

function hexBytes(value: JsonValue): Uint8Array {
  const found = typeof value === "string" ? fromHex(value) : null;
  if (found !== null) return found;
  throw new ArgumentsError("hex", `what stands under ${hexKey} is not hexadecimal`);
}

const nullItem = 0xf6;

/** By the major type, the first three bits of an item. */
function jsonOfMajor(item: Uint8Array): JsonValue {
  const first = item[0] ?? nullItem;
  switch (first >> 5) {
    case 0:
      return decode(u64, item);
    case 1:
      return decode(i64, item);
    case 2:
      return {[hexKey]: toHex(decode(bytes, item) ?? new Uint8Array())};
    case 3:
      return decode(text, item);
    case 4:
      return (decode(list(rawMessage), item) ?? []).map((each) =>
        jsonOfCbor(each ?? Uint8Array.of(nullItem)),
      );
    case 5: {
      const entries = [...(decode(map(text, rawMessage), item) ?? [])];
      return new Map(entries.map(([key, each]) => [key, jsonOfCbor(each ?? Uint8Array.of(nullItem))]));
    }
    default:
      return first === nullItem ? null : decode(bool, item);
  }
}
