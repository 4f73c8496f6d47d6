const nanosecondsPerSecond = 1_000_000_000n;

/** A time as Go prints it: `2020-09-13 12:26:40.123456789 +0000 UTC`, without zeros at the end of the fraction. */
export function timeText(time: bigint): string {
  const nanos = ((time % nanosecondsPerSecond) + nanosecondsPerSecond) % nanosecondsPerSecond;
  const seconds = new Date(Number((time - nanos) / 1_000_000n)).toISOString().slice(0, 19);
  return `${seconds.replace("T", " ")}${fraction(nanos, 9)} +0000 UTC`;
}

/** A duration as Go prints it: `1h0m0s`, `10s`, `1.5ms`. */
export function durationText(duration: bigint): string {
  const sign = duration < 0n ? "-" : "";
  const rest = duration < 0n ? -duration : duration;
  if (rest < nanosecondsPerSecond) return sign + shortText(rest);
  const seconds = rest / nanosecondsPerSecond;
  const [hours, minutes] = [seconds / 3600n, (seconds / 60n) % 60n];
  const large = hours > 0n ? `${hours}h${minutes}m` : minutes > 0n ? `${minutes}m` : "";
  return `${sign}${large}${seconds % 60n}${fraction(rest % nanosecondsPerSecond, 9)}s`;
}

/** Less than a second, in the largest unit of which it has one. */
function shortText(rest: bigint): string {
  if (rest === 0n) return "0s";
  if (rest < 1000n) return `${rest}ns`;
  if (rest < 1_000_000n) return `${rest / 1000n}${fraction(rest % 1000n, 3)}µs`;
  return `${rest / 1_000_000n}${fraction(rest % 1_000_000n, 6)}ms`;
}

function fraction(value: bigint, digits: number): string {
  if (value === 0n) return "";
  return `.${value.toString().padStart(digits, "0").replace(/0+$/, "")}`;
}
