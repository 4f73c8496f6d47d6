import {message} from "./message.ts";
import {embedded} from "./nested.ts";
import {ProtobufError} from "./protobufError.ts";
import {int32, int64} from "./scalars.ts";
import type {ProtoField, ProtoType, ProtoValue} from "./types.ts";

const nanosecondsPerSecond = 1_000_000_000n;
/** First second of year 1 and of year 10000, relative to 1970. */
const [minSeconds, endSeconds] = [-62_135_596_800n, 253_402_300_800n];
/** About 10 000 years. */
const maxDurationSeconds = 315_576_000_000n;

/** Go's zero time, the beginning of year 1, in nanoseconds since 1970: what a field that is not there means. */
export const zeroTime = minSeconds * nanosecondsPerSecond;

/** Timestamp and Duration have the same layout. */
const SecondsAndNanos = message("google.protobuf.Timestamp", {seconds: int64(1), nanos: int32(2)});
type SecondsAndNanos = ProtoValue<typeof SecondsAndNanos>;

/** A time by itself, in nanoseconds since 1970, years 1 to 9999. */
export const Timestamp = instant("google.protobuf.Timestamp", zeroTime, timestampFrom, (time) => {
  const nanos = ((time % nanosecondsPerSecond) + nanosecondsPerSecond) % nanosecondsPerSecond;
  return {seconds: (time - nanos) / nanosecondsPerSecond, nanos: Number(nanos)};
});

const Duration = instant("google.protobuf.Duration", 0n, durationFrom, (duration) => ({
  seconds: duration / nanosecondsPerSecond,
  nanos: Number(duration % nanosecondsPerSecond),
}));

/** A time, in nanoseconds since 1970, years 1 to 9999. Always written; the last occurrence counts. */
export function timestamp(number: number): ProtoField<bigint> {
  return embedded(number, Timestamp);
}

/** A duration in nanoseconds, 64 bits signed. Always written; the last occurrence counts. */
export function duration(number: number): ProtoField<bigint> {
  return embedded(number, Duration);
}

function instant(
  name: string,
  zero: bigint,
  from: (value: SecondsAndNanos) => bigint | null,
  to: (value: bigint) => SecondsAndNanos,
): ProtoType<bigint> {
  return {
    name,
    zero: () => zero,
    merge: (reader) => {
      const value = from(SecondsAndNanos.merge(reader, SecondsAndNanos.zero()));
      if (value === null) throw new ProtobufError("outOfRange", name, "no such time");
      return value;
    },
    write: (writer, value) => SecondsAndNanos.write(writer, to(value)),
  };
}

function timestampFrom({seconds, nanos}: SecondsAndNanos): bigint | null {
  if (seconds < minSeconds || seconds >= endSeconds) return null;
  if (nanos < 0 || nanos >= 1e9) return null;
  return seconds * nanosecondsPerSecond + BigInt(nanos);
}

function durationFrom({seconds, nanos}: SecondsAndNanos): bigint | null {
  if (seconds > maxDurationSeconds || seconds < -maxDurationSeconds) return null;
  if (nanos <= -1e9 || nanos >= 1e9 || (seconds < 0n && nanos > 0) || (seconds > 0n && nanos < 0))
    return null;
  const value = seconds * nanosecondsPerSecond + BigInt(nanos);
  return BigInt.asIntN(64, value) === value ? value : null;
}
