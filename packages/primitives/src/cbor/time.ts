import {JsonError, type JsonValue} from "../json/index.ts";
import {major, simple} from "./major.ts";
import type {Reader} from "./reader.ts";
import {formatRfc3339, nanosPerSecond, parseRfc3339} from "./rfc3339.ts";
import {Schema} from "./schema.ts";
import type {Writer} from "./writer.ts";

/** Go's zero time, 0001-01-01 00:00:00 UTC, as nanoseconds since 1970. */
export const zeroTime = -62_135_596_800n * nanosPerSecond;

/**
 * Go `time.Time` as nanoseconds since 1970, without its zone: whole seconds in CBOR, null for the zero time; RFC 3339 in
 * JSON, always in UTC (primitives-mkvs §1.1).
 */
class Time extends Schema<bigint> {
  zero(): bigint {
    return zeroTime;
  }

  write(writer: Writer, value: bigint): void {
    if (typeof value !== "bigint") throw this.unencodable(value);
    if (value === zeroTime) {
      writer.nil();
      return;
    }
    const seconds = floorSeconds(value);
    if (BigInt.asIntN(64, seconds) !== seconds) throw this.unencodable(value);
    writer.integer(seconds);
  }

  read(reader: Reader): bigint {
    const type = reader.item();
    switch (type) {
      case major.unsigned:
        return BigInt.asIntN(64, reader.wide()) * nanosPerSecond;
      case major.negative: {
        const seconds = -1n - reader.wide();
        if (BigInt.asIntN(64, seconds) !== seconds)
          throw reader.fail("overflow", `${seconds} seconds overflow time`);
        return seconds * nanosPerSecond;
      }
      case major.text:
        return this.#parsed(reader, reader.textString());
      case major.simple:
        return this.#simple(reader);
    }
    throw this.wrongType(reader, type);
  }

  isEmpty(): boolean {
    return false;
  }

  toJson(value: bigint): JsonValue {
    const text = formatRfc3339(value);
    if (text === null) throw new JsonError("range", "year of a time is beyond four digits", {value});
    return text;
  }

  fromJson(json: JsonValue): bigint {
    if (json === null) return zeroTime;
    if (typeof json !== "string") throw this.badJson(json);
    const time = parseRfc3339(json);
    if (time === null) throw new JsonError("value", "not a time in RFC 3339", {json});
    return time;
  }

  #parsed(reader: Reader, text: string): bigint {
    const time = parseRfc3339(text);
    if (time === null) throw reader.fail("value", "not a time in RFC 3339");
    return time;
  }

  #simple(reader: Reader): bigint {
    if (reader.isNilSimple()) return zeroTime;
    if (reader.isNumericSimple()) return BigInt(reader.argument) * nanosPerSecond;
    if (reader.info === simple.false || reader.info === simple.true)
      throw this.wrongType(reader, major.simple);
    return timeOfFloat(reader.float());
  }
}

/** Not a number and infinities count as no time; fractions are cut to nanoseconds, as in Go. */
function timeOfFloat(seconds: number): bigint {
  if (!Number.isFinite(seconds)) return zeroTime;
  const whole = Math.trunc(seconds);
  const nanos = Math.trunc((seconds - whole) * 1e9);
  return floatToI64(whole) * nanosPerSecond + BigInt(nanos);
}

/** Go's conversion on amd64: what does not fit becomes the least value. */
function floatToI64(value: number): bigint {
  const big = BigInt(value);
  return BigInt.asIntN(64, big) === big ? big : -(1n << 63n);
}

function floorSeconds(nanos: bigint): bigint {
  const seconds = nanos / nanosPerSecond;
  return nanos < 0n && seconds * nanosPerSecond !== nanos ? seconds - 1n : seconds;
}

/** Go `time.Time`. */
export const time: Schema<bigint> = new Time("time.Time");
