import {TypedError} from "@oasis-node/primitives/errors";

/** A time that RFC 3339 cannot express. */
export class TimestampError extends TypedError<"outOfRange"> {
  constructor(seconds: bigint) {
    super("outOfRange", `${seconds} seconds are outside of the years 0 to 9999`, {details: {seconds}});
  }
}

const millisPerSecond = 1000n;

/** What RFC 3339 can express: years 0 to 9999. */
const minSeconds = BigInt(Date.parse("0000-01-01T00:00:00Z")) / millisPerSecond;
const maxSeconds = BigInt(Date.parse("9999-12-31T23:59:59Z")) / millisPerSecond;

const pattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * RFC 3339 text of a number of seconds, in UTC. The reference writes it in the zone of its machine, so the text is not
 * part of any hash. Throws `TimestampError` for a time outside of years 0 to 9999.
 */
export function timestampToText(seconds: bigint): string {
  const signed = BigInt.asIntN(64, seconds);
  if (signed < minSeconds || signed > maxSeconds) throw new TimestampError(seconds);
  return new Date(Number(signed * millisPerSecond)).toISOString().replace(".000Z", "Z");
}

/** Seconds of an RFC 3339 text of any zone, or null. A fraction is dropped. */
export function timestampFromText(text: string): bigint | null {
  if (!pattern.test(text)) return null;
  const millis = Date.parse(text);
  if (Number.isNaN(millis)) return null;
  return BigInt.asUintN(64, BigInt(Math.floor(millis / 1000)));
}
