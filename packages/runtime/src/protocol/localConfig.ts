import {bool, bytes, encode, i64, list, map, rawMessage, text, u64} from "@oasis-node/primitives/cbor";
import {TypedError} from "@oasis-node/primitives/errors";

/** A setting as it stands in a configuration file. */
export type ConfigValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly ConfigValue[]
  | {readonly [key: string]: ConfigValue};

/** A setting that cannot be told to a runtime; `details.path` says where it stands. */
export class LocalConfigError extends TypedError<"range" | "depth"> {}

/** Deeper than any reader of the protocol goes. */
const maxDepth = 16;

/**
 * Settings for `RuntimeInfoRequest`, each value as canonical CBOR; null when there are none (runtime-workers §5). Throws
 * `LocalConfigError`.
 */
export function localConfigOf(
  settings: Readonly<Record<string, ConfigValue>>,
): Map<string, Uint8Array> | null {
  const entries = Object.entries(settings);
  if (entries.length === 0) return null;
  return new Map(entries.map(([key, value]) => [key, encodeValue(value, [key])]));
}

function encodeValue(value: ConfigValue, path: readonly string[]): Uint8Array {
  if (path.length > maxDepth)
    throw new LocalConfigError("depth", "setting is nested too deeply", {details: {path: path.join(".")}});
  if (value === null) return encode(rawMessage, null);
  switch (typeof value) {
    case "boolean":
      return encode(bool, value);
    case "string":
      return encode(text, value);
    case "bigint":
      return encodeInteger(value, path);
    case "number":
      return Number.isSafeInteger(value) ? encodeInteger(BigInt(value), path) : encodeFloat(value);
  }
  if (value instanceof Uint8Array) return encode(bytes, value);
  if (isList(value)) {
    const items = value.map((item, index) => encodeValue(item, [...path, String(index)]));
    return encode(list(rawMessage), items);
  }
  const entries = Object.entries(value).map(
    ([key, item]) => [key, encodeValue(item, [...path, key])] as const,
  );
  return encode(map(text, rawMessage), new Map(entries));
}

function encodeInteger(value: bigint, path: readonly string[]): Uint8Array {
  if (value >= 0n && value === BigInt.asUintN(64, value)) return encode(u64, value);
  if (value === BigInt.asIntN(64, value)) return encode(i64, value);
  throw new LocalConfigError("range", "number does not fit into 64 bits", {details: {path: path.join(".")}});
}

/** The shortest float that is equal; runtimes get few of them. */
function encodeFloat(value: number): Uint8Array {
  if (Number.isNaN(value)) return Uint8Array.of(0xf9, 0x7e, 0x00);
  const view = new DataView(new ArrayBuffer(9));
  view.setUint8(0, 0xfb);
  view.setFloat64(1, value);
  if (Math.fround(value) !== value) return new Uint8Array(view.buffer);
  view.setUint8(0, 0xfa);
  view.setFloat32(1, value);
  const half = halfOf(value);
  return half ?? new Uint8Array(view.buffer, 0, 5);
}

/** The float of two bytes that is equal, or null; for those that are zero, infinite or normal in it. */
function halfOf(value: number): Uint8Array | null {
  const sign = Object.is(value, -0) || value < 0 ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === 0 || size === Number.POSITIVE_INFINITY) return half(sign | (size === 0 ? 0 : 0x7c00));
  const exponent = Math.floor(Math.log2(size));
  const fraction = (size / 2 ** exponent - 1) * 1024;
  if (exponent < -14 || exponent > 15 || !Number.isInteger(fraction)) return null;
  return half(sign | ((exponent + 15) << 10) | fraction);
}

function half(bits: number): Uint8Array {
  return Uint8Array.of(0xf9, bits >> 8, bits & 0xff);
}

function isList(value: object): value is readonly ConfigValue[] {
  return Array.isArray(value);
}
