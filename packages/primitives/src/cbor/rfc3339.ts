export const nanosPerSecond = 1_000_000_000n;

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d?\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/** Nanoseconds since 1970 of a time in RFC 3339, as Go's `time.Parse(time.RFC3339, …)` reads it; null when it is not one. */
export function parseRfc3339(text: string): bigint | null {
  const match = pattern.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number);
  if (year === undefined || month === undefined || day === undefined) return null;
  if (hour === undefined || minute === undefined || second === undefined) return null;
  if (hour > 23 || minute > 59 || second > 59 || !isDay(year, month, day)) return null;
  const seconds = utcSeconds(year, month, day) + hour * 3600 + minute * 60 + second - zoneSeconds(match);
  const fraction = (match[7] ?? "").slice(0, 9).padEnd(9, "0");
  return BigInt(seconds) * nanosPerSecond + BigInt(fraction);
}

/** RFC 3339 in UTC with as many digits of nanoseconds as needed, Go's `time.RFC3339Nano`; null for years beyond four digits. */
export function formatRfc3339(nanos: bigint): string | null {
  let fraction = nanos % nanosPerSecond;
  if (fraction < 0n) fraction += nanosPerSecond;
  const seconds = Number((nanos - fraction) / nanosPerSecond);
  const date = new Date(seconds * 1000);
  if (!(date.getUTCFullYear() >= 0 && date.getUTCFullYear() <= 9999)) return null;
  const digits = fraction === 0n ? "" : `.${String(fraction).padStart(9, "0").replace(/0+$/, "")}`;
  return `${date.toISOString().slice(0, -5)}${digits}Z`;
}

function zoneSeconds(match: RegExpExecArray): number {
  const offset = Number(match[9] ?? 0) * 3600 + Number(match[10] ?? 0) * 60;
  return match[8] === "-" ? -offset : offset;
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(utcSeconds(year, month, day) * 1000);
  return month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** `Date.UTC` takes years below 100 for ones of the last century. */
function utcSeconds(year: number, month: number, day: number): number {
  return new Date(0).setUTCFullYear(year, month - 1, day) / 1000;
}
