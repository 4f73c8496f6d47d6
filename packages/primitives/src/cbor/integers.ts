import {JsonError, type JsonValue} from "../json/index.ts";
import {major} from "./major.ts";
import type {Reader} from "./reader.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

const maxI64 = (1n << 63n) - 1n;
const minI64 = -(1n << 63n);
const maxU64 = (1n << 64n) - 1n;

/** Small unsigned integers, as `number`. */
class SmallUnsigned extends Schema<number> {
  override readonly keepsOnNull = true;
  readonly max: number;

  constructor(name: string, max: number) {
    super(name);
    this.max = max;
  }

  zero(): number {
    return 0;
  }

  write(writer: Writer, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value > this.max) throw this.unencodable(value);
    writer.head(major.unsigned, value);
  }

  read(reader: Reader): number {
    const type = reader.item();
    if (type === major.unsigned || (type === major.simple && reader.isNumericSimple()))
      return this.#checked(reader, reader.argument);
    return this.#checked(reader, Number(readUnusual(this, reader, type)));
  }

  isEmpty(value: number): boolean {
    return value === 0;
  }

  toJson(value: number): JsonValue {
    return BigInt(value);
  }

  fromJson(json: JsonValue): number {
    return Number(jsonInteger(this, json, 0n, BigInt(this.max)));
  }

  override fromJsonKey(key: string): number {
    return this.fromJson(integerOfKey(this, key));
  }

  #checked(reader: Reader, value: number): number {
    if (value > this.max || value < 0) throw reader.fail("overflow", `${value} overflows ${this.name}`);
    return value;
  }
}

/** 64-bit integers, as `bigint`. */
class Wide extends Schema<bigint> {
  override readonly keepsOnNull = true;
  readonly min: bigint;
  readonly max: bigint;

  constructor(name: string, min: bigint, max: bigint) {
    super(name);
    this.min = min;
    this.max = max;
  }

  zero(): bigint {
    return 0n;
  }

  write(writer: Writer, value: bigint): void {
    if (typeof value !== "bigint" || value < this.min || value > this.max) throw this.unencodable(value);
    writer.integer(value);
  }

  read(reader: Reader): bigint {
    const type = reader.item();
    if (type === major.unsigned && reader.info !== 27) return BigInt(reader.argument);
    const value = type === major.unsigned ? reader.wide() : readUnusual(this, reader, type);
    if (value > this.max || value < this.min)
      throw reader.fail("overflow", `${value} overflows ${this.name}`);
    return value;
  }

  isEmpty(value: bigint): boolean {
    return value === 0n;
  }

  toJson(value: bigint): JsonValue {
    return value;
  }

  fromJson(json: JsonValue): bigint {
    return jsonInteger(this, json, this.min, this.max);
  }

  override fromJsonKey(key: string): bigint {
    return this.fromJson(integerOfKey(this, key));
  }
}

/** Integers in other spellings: negative, simple value, null (leaves zero), bignum in trusted input. */
function readUnusual<T>(schema: Schema<T>, reader: Reader, type: number): bigint {
  switch (type) {
    case major.negative:
      return -1n - reader.wide();
    case major.simple:
      if (reader.isNumericSimple()) return BigInt(reader.argument);
      if (reader.isNilSimple()) return 0n;
      break;
    case major.bignum:
      return bignum(reader);
    case major.negativeBignum:
      return -1n - bignum(reader);
  }
  throw schema.wrongType(reader, type);
}

/** Of a bignum only its size beyond 64 bits matters, which is an overflow in any case. */
function bignum(reader: Reader): bigint {
  const from = reader.at;
  let value = 0n;
  for (const byte of reader.byteString()) {
    value = (value << 8n) | BigInt(byte);
    if (value > maxU64) {
      reader.at = from;
      throw reader.fail("overflow", "bignum beyond 64 bits");
    }
  }
  return value;
}

function jsonInteger<T>(schema: Schema<T>, json: JsonValue, min: bigint, max: bigint): bigint {
  if (json === null) return 0n;
  const value = min < 0n && Object.is(json, -0) ? 0n : json;
  if (typeof value !== "bigint") throw schema.badJson(json);
  if (value < min || value > max) throw new JsonError("range", `${value} overflows ${schema.name}`, {value});
  return value;
}

function integerOfKey<T>(schema: Schema<T>, key: string): bigint {
  if (!/^[+-]?\d+$/.test(key)) throw schema.badJson(key);
  return BigInt(key.startsWith("+") ? key.slice(1) : key);
}

/** Go `uint8`. */
export const u8: Schema<number> = new SmallUnsigned("uint8", 0xff);
/** Go `uint16`. */
export const u16: Schema<number> = new SmallUnsigned("uint16", 0xffff);
/** Go `uint32`. */
export const u32: Schema<number> = new SmallUnsigned("uint32", 0xffff_ffff);
/** Go `uint64`. */
export const u64: Schema<bigint> = new Wide("uint64", 0n, maxU64);
/** Go `int64`. */
export const i64: Schema<bigint> = new Wide("int64", minI64, maxI64);
/** Go `int`, 64 bits wide on the platforms of the reference. */
export const int: Schema<bigint> = new Wide("int", minI64, maxI64);
/** Go `time.Duration`: nanoseconds. */
export const duration: Schema<bigint> = new Wide("time.Duration", minI64, maxI64);
