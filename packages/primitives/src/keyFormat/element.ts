import {KeyFormatError} from "./keyFormatError.ts";

/**
 * One part of a key. `In` is what is encoded, `Out` what is decoded; they differ for hashed elements only.
 * Methods, not function properties, so that elements of all types fit one list.
 */
export interface KeyElement<In, Out = In> {
  readonly name: string;
  /** Bytes it takes; `null` when that depends on the value. */
  readonly size: number | null;
  /** Bytes a value takes. Throws `KeyFormatError` `value` when it does not fit. */
  sizeOf(value: In): number;
  /** Writes a value accepted by `sizeOf`. */
  write(out: Uint8Array, offset: number, value: In): void;
  /** Value of exactly these bytes, or `null` when they are none: the key is then of another kind. */
  read(bytes: Uint8Array): Out | null;
}

/** u8. */
export const keyU8: KeyElement<number> = smallInteger("u8", 1);

/** Big-endian u32. */
export const keyU32: KeyElement<number> = smallInteger("u32", 4);

/** Big-endian u64: keys sort by number. */
export const keyU64: KeyElement<bigint> = {
  ...wideInteger("u64", 0n, 2n ** 64n - 1n),
  write: (out, offset, value) => view(out).setBigUint64(offset, value),
  read: (bytes) => view(bytes).getBigUint64(0),
};

/** Big-endian two's complement i64: negative numbers sort after the others. */
export const keyI64: KeyElement<bigint> = {
  ...wideInteger("i64", -(2n ** 63n), 2n ** 63n - 1n),
  write: (out, offset, value) => view(out).setBigInt64(offset, value),
  read: (bytes) => view(bytes).getBigInt64(0),
};

/** Bytes as they are. At most one in a layout: its length is what the others leave. */
export const keyBytes: KeyElement<Uint8Array> = {
  name: "bytes",
  size: null,
  sizeOf: (value) => value.length,
  write: (out, offset, value) => out.set(value, offset),
  read: (bytes) => bytes.slice(),
};

/** Bytes of a fixed size of which `accepts` tells whether they are a `T`. */
export function keyFixed<T extends Uint8Array>(
  name: string,
  size: number,
  accepts: (bytes: Uint8Array) => bytes is T,
): KeyElement<T> {
  return {
    name,
    size,
    sizeOf: (value) => checked(name, value.length === size, value, size),
    write: (out, offset, value) => out.set(value, offset),
    read: (bytes) => {
      const copy = bytes.slice();
      return accepts(copy) ? copy : null;
    },
  };
}

function smallInteger(name: string, size: 1 | 4): KeyElement<number> {
  const limit = 2 ** (8 * size);
  const fits = (value: number): boolean => Number.isInteger(value) && value >= 0 && value < limit;
  return {
    name,
    size,
    sizeOf: (value) => checked(name, fits(value), value, size),
    write: (out, offset, value) =>
      size === 1 ? view(out).setUint8(offset, value) : view(out).setUint32(offset, value),
    read: (bytes) => (size === 1 ? view(bytes).getUint8(0) : view(bytes).getUint32(0)),
  };
}

function wideInteger(
  name: string,
  min: bigint,
  max: bigint,
): Pick<KeyElement<bigint>, "name" | "size" | "sizeOf"> {
  return {name, size: 8, sizeOf: (value) => checked(name, value >= min && value <= max, value, 8)};
}

function checked(name: string, fits: boolean, value: unknown, size: number): number {
  if (!fits) throw new KeyFormatError("value", {element: name, value});
  return size;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
